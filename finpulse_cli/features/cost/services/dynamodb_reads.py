"""DynamoDB's read units: what the consumers read before they write, and what an open dashboard asks for.

Reading the tables' streams is free for Lambda.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from finpulse_cli.features.cost.assumptions import CHART_CANDLES, FEED_ANOMALIES, SPARK_CANDLES
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.flow import Flow
from finpulse_cli.features.cost.limits import PARTITION_READS
from finpulse_cli.features.cost.load import DAY, MONTH
from finpulse_cli.features.cost.units import READ_BYTES, mean_units, read_units, whole
from finpulse_cli.features.cost.work import all_pushes
from lambdas.shared.adapters.dynamodb.candle_store import NEIGHBOUR_PAGE

HALF = Decimal("0.5")  # of a consistent read: one that may lag
LEAST = HALF
HOUR_CANDLES = 61


def dynamodb_reads(flow: Flow) -> list[Usage]:
    """Read units by table and reason."""
    return [Usage("read-unit", what, rate * MONTH) for what, rate in {**_consumers(flow), **_viewers(flow)}.items()]


def _consumers(flow: Flow) -> Mapping[str, Decimal]:
    """Consistent reads, since what is read is folded and written again."""
    state_reads = flow.symbol_batches("anomaly_detector")
    return {
        "live_prices: is the event there already": flow.events * read_units(flow.sizes.price),
        "price_candles: the candle to fold into": flow.candle_writes * _units(flow.mean_candle),
        "price_candles: running totals around it": flow.candle_writes * _totals(flow),
        "detector_state: the series": state_reads * read_units(flow.sizes.state),
        "connections: who listens": all_pushes(flow) * connection_units(flow),
    }


def _totals(flow: Flow) -> Decimal:
    """Three queries a candle: its own minute, the one that follows, and a page of those before."""
    before = NEIGHBOUR_PAGE * flow.sizes.candle_of(flow.load.candle_events)
    return _units(flow.mean_candle) + 1 + _units(before)


def _viewers(flow: Flow) -> Mapping[str, Decimal]:
    requests, price = flow.requests, read_units(flow.sizes.price)
    candle, anomaly = flow.sizes.candle_of(flow.load.candle_events), flow.sizes.anomaly
    return {
        "GET /stats: latest prices": requests["/stats"] * flow.tracked * price,
        "GET /stats: an hour's candles": requests["/stats"] * flow.tracked * _lagging(HOUR_CANDLES * candle),
        "GET /stats: a day's anomalies": requests["/stats"] * min(day_anomaly_units(flow), most_units(flow)),
        "GET /prices": requests["/prices"] * flow.tracked * price,
        "GET /candles": requests["/candles"] * _lagging(CHART_CANDLES * candle)
        + requests["/candles of the list"] * _lagging(SPARK_CANDLES * candle),
        "GET /anomalies": requests["/anomalies"] * _lagging(FEED_ANOMALIES * anomaly),
    }


def connection_units(flow: Flow) -> Decimal:
    """Read units of one look at who listens."""
    return read_units(max(1, flow.listeners) * flow.sizes.connection)


def day_anomaly_units(flow: Flow) -> Decimal:
    """Read units of one count of the anomalies of the last 24 hours, over the whole index."""
    return _lagging(flow.anomalies * DAY * flow.sizes.anomaly)


def most_units(flow: Flow) -> Decimal:
    """Read units of one partition key before api_handler's time is over."""
    return PARTITION_READS * flow.stack.functions["api_handler"].timeout


def _units(size: Decimal) -> Decimal:
    return mean_units(size, READ_BYTES)


def _lagging(size: Decimal) -> Decimal:
    return max(LEAST, whole(size / READ_BYTES) * HALF)
