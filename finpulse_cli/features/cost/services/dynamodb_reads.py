"""DynamoDB's read units: what the consumers read before they write, and what an open dashboard asks for.

Reading the tables' streams is free for Lambda.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import CHART_CANDLES, DIGEST_EVERY_SECONDS, FEED_ANOMALIES, SPARK_CANDLES
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.limits import PARTITION_READS
from finpulse_cli.features.cost.units import DAY, MONTH, READ_BYTES, mean_units, read_units, whole
from finpulse_cli.features.cost.work import all_pushes_per_second

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.cost.flow import Flow

HALF = Decimal("0.5")  # of a consistent read: one that may lag
LEAST = HALF
HOUR = 3600
ANOMALY_COUNT_BYTES = 100  # of one hour's count of anomalies
STATS_HOURS = 2  # that the last sixty minutes lie in
COUNTED_HOURS = 24


def dynamodb_reads(flow: Flow) -> list[Usage]:
    """Read units by table and reason."""
    return [Usage("read-unit", what, rate * MONTH) for what, rate in {**_consumers(flow), **_viewers(flow)}.items()]


def _consumers(flow: Flow) -> Mapping[str, Decimal]:
    """Consistent reads, since what is read is folded and written again."""
    state_reads = flow.symbol_batches_per_second("anomaly_detector")
    return {
        "latest_prices: what is done already": flow.symbol_batches_per_second("price_processor")
        * read_units(flow.sizes.price_bytes),
        "price_candles: the candle to fold into": flow.candle_writes_per_second * _units(flow.mean_candle_bytes),
        "price_candles: running totals before it": flow.symbol_batches_per_second("aggregator")
        * _units(flow.sizes.candle_bytes_of(flow.load.events_per_candle)),
        "session_starts: where the session lies": flow.symbol_batches_per_second("aggregator"),
        "counters: the hour and the day": flow.candle_writes_per_second
        * (read_units(flow.sizes.hour_bytes) + read_units(flow.sizes.day_bytes)),
        "counters: requests of the day, whose turn it is": (
            flow.runs_per_second * 2 if flow.stack.asking.plan.daily_requests is not None else Decimal(0)
        ),
        "detector_state: the series": state_reads * read_units(flow.sizes.state_bytes),
        "alerting: what holds alerts": flow.alerts_per_second + (1 + HALF) / DIGEST_EVERY_SECONDS,
        "connections: who listens": all_pushes_per_second(flow) * connection_units(flow),
    }


def _viewers(flow: Flow) -> Mapping[str, Decimal]:
    requests, latest = flow.requests_per_second, read_units(flow.tracked * flow.sizes.price_bytes)
    candle, anomaly = flow.sizes.candle_bytes_of(flow.load.events_per_candle), flow.sizes.anomaly_bytes
    return {
        "GET /stats: latest prices": requests["/stats"] * latest,
        "GET /stats: counters": requests["/stats"] * _counters(flow),
        "GET /stats: the hour that a day cuts": requests["/stats"] * min(hour_anomaly_units(flow), most_units(flow)),
        "GET /prices": requests["/prices"] * latest,
        "GET /candles": requests["/candles"] * _lagging(CHART_CANDLES * candle)
        + requests["/candles of the list"] * _lagging(SPARK_CANDLES * candle),
        "GET /anomalies": requests["/anomalies"] * _lagging(FEED_ANOMALIES * anomaly),
    }


def _counters(flow: Flow) -> Decimal:
    """Three queries: the hours of every symbol's events, of its anomalies that were counted, and the day's requests."""
    counted = min(flow.anomalies_per_second * DAY, COUNTED_HOURS * flow.tracked)
    events = read_units(STATS_HOURS * flow.tracked * flow.sizes.hour_bytes)
    return events + read_units(counted * ANOMALY_COUNT_BYTES) + 1


def connection_units(flow: Flow) -> Decimal:
    """Read units of one look at who listens."""
    return read_units(max(1, flow.listeners) * flow.sizes.connection_bytes)


def hour_anomaly_units(flow: Flow) -> Decimal:
    """Read units of one count of an hour's anomalies, at most, over the index of their feed."""
    return _lagging(flow.anomalies_per_second * HOUR * flow.sizes.anomaly_bytes)


def most_units(flow: Flow) -> Decimal:
    """Read units of one partition key before api_handler's time is over."""
    return PARTITION_READS * flow.stack.functions["api_handler"].timeout_seconds


def _units(size: Decimal) -> Decimal:
    return mean_units(size, READ_BYTES)


def _lagging(size: Decimal) -> Decimal:
    return max(LEAST, whole(size / READ_BYTES) * HALF)
