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
from finpulse_cli.features.cost.services.dynamodb_writes import TALLIES
from finpulse_cli.features.cost.units import READ_BYTES, mean_units, read_units, whole
from finpulse_cli.features.cost.work import all_pushes
from lambdas.shared.adapters.dynamodb.candle_store import NEIGHBOUR_PAGE

HALF = Decimal("0.5")  # of a consistent read: one that may lag
LEAST = HALF
HOUR = Decimal(3600)
HOURS_OF_EVENTS = 2  # that the last 60 minutes touch
HOURS_OF_A_DAY = Decimal(24)


def dynamodb_reads(flow: Flow) -> list[Usage]:
    """Read units by table and reason."""
    return [Usage("read-unit", what, rate * MONTH) for what, rate in {**_consumers(flow), **_viewers(flow)}.items()]


def _consumers(flow: Flow) -> Mapping[str, Decimal]:
    """Consistent reads, since what is read is folded and written again."""
    state_reads = flow.symbol_batches("anomaly_detector")
    return {
        "live_prices: is the event there already": flow.events * read_units(flow.sizes.price),
        "price_candles: the candle to fold into": flow.candle_writes * _units(flow.mean_candle),
        "price_candles: running totals around it": flow.symbol_batches("aggregator") * _totals(flow),
        "session_starts: where its totals begin": flow.symbol_batches("aggregator") * read_units(flow.sizes.start),
        "counters: the hour and the day": flow.symbol_batches("aggregator") * TALLIES * read_units(flow.sizes.tally),
        "detector_state: the series": state_reads * read_units(flow.sizes.state),
        "connections: who listens": all_pushes(flow) * connection_units(flow),
    }


def _totals(flow: Flow) -> Decimal:
    """Return the units of two queries: a page of the candles before, and one of those after, where there are none."""
    before = NEIGHBOUR_PAGE * flow.sizes.candle_of(flow.load.candle_events)
    return _units(before) + 1


def _viewers(flow: Flow) -> Mapping[str, Decimal]:
    requests, latest = flow.requests, read_units(flow.tracked * flow.sizes.price)
    candle, anomaly = flow.sizes.candle_of(flow.load.candle_events), flow.sizes.anomaly
    return {
        "GET /stats: latest prices": requests["/stats"] * latest,
        "GET /stats: counts of events and anomalies": requests["/stats"] * _counts(flow),
        "GET /stats: anomalies of an hour that is cut": requests["/stats"]
        * min(cut_hour_units(flow), most_units(flow)),
        "GET /prices": requests["/prices"] * latest,
        "GET /candles": requests["/candles"] * _lagging(CHART_CANDLES * candle)
        + requests["/candles of the list"] * _lagging(SPARK_CANDLES * candle),
        "GET /anomalies": requests["/anomalies"] * _lagging(FEED_ANOMALIES * anomaly),
    }


def connection_units(flow: Flow) -> Decimal:
    """Read units of one look at who listens."""
    return read_units(max(1, flow.listeners) * flow.sizes.connection)


def cut_hour_units(flow: Flow) -> Decimal:
    """Return the read units of one count of an hour's anomalies: the last 24 hours begin in the midst of an hour."""
    return _lagging(flow.anomalies * HOUR * flow.sizes.anomaly)


def _counts(flow: Flow) -> Decimal:
    """Return the units of two consistent queries: the last two hours of events, a day's hours of anomalies."""
    events = HOURS_OF_EVENTS * flow.tracked * flow.sizes.tally
    anomalies = min(HOURS_OF_A_DAY, flow.anomalies * DAY / flow.load.symbols) * flow.tracked * flow.sizes.start
    return read_units(events) + read_units(anomalies)


def most_units(flow: Flow) -> Decimal:
    """Read units of one partition key before api_handler's time is over."""
    return PARTITION_READS * flow.stack.functions["api_handler"].timeout


def _units(size: Decimal) -> Decimal:
    return mean_units(size, READ_BYTES)


def _lagging(size: Decimal) -> Decimal:
    return max(LEAST, whole(size / READ_BYTES) * HALF)
