"""The time that the functions work, from what they do for a batch: requests to DynamoDB, and work for each event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from finpulse_cli.features.cost.assumptions import (
    CALL_SPACING,
    CONNECTION_LASTS,
    EVENT_WORK,
    FIRST_SHARDS,
    HELD_WORK,
    PING_EVERY,
    POLLS,
    PUSH,
    QUOTE_CALL,
    ROUND_TRIP,
    WARM,
    WORKERS,
)
from finpulse_cli.features.cost.flow import FANOUT, Flow
from lambdas.shared.adapters.dynamodb.batch import READ_LIMIT, WRITE_LIMIT
from lambdas.shared.adapters.dynamodb.candle_store import NEIGHBOUR_PAGE


def busy(function: str, flow: Flow) -> Decimal:
    """Return the executions of a function at once, on average: invocations a second times the seconds of each."""
    return _WORK[function](flow)


def executions(flow: Flow) -> Decimal:
    """Return the executions of all functions at once, on average."""
    return sum((busy(name, flow) for name in flow.stack.functions), Decimal(0))


def invocations(function: str, flow: Flow) -> Decimal:
    """Invocations of a function a second."""
    return _INVOCATIONS[function](flow)


def pushes(flow: Flow) -> Mapping[str, Decimal]:
    """Invocations of push_fanout a second by table: a shard of its stream that has changes gives a batch.

    What a consumer writes in one go comes in few batches, more the longer it writes; what does not fill them is cut by
    Lambda's reads of a shard, four a second.
    """
    return {name: _pushes(name, changes, flow) for name, changes in flow.changes.items()}


def all_pushes(flow: Flow) -> Decimal:
    """Invocations of push_fanout a second."""
    return sum(pushes(flow).values(), Decimal(0))


def _pushes(table: str, changes: Decimal, flow: Flow) -> Decimal:
    writer = _WRITERS[table]
    shards = max(Decimal(FIRST_SHARDS), changes * flow.candle_units / 1000)
    by_time = shards * min(Decimal(POLLS), flow.batches(writer) + POLLS * busy(writer, flow))
    return min(changes, max(by_time, changes / flow.stack.pushes[table].batch_size))


def _paged_reads_and_writes() -> Decimal:
    return ROUND_TRIP / READ_LIMIT + ROUND_TRIP / WRITE_LIMIT


def _ingester(flow: Flow) -> Decimal:
    asking = QUOTE_CALL + max(Decimal(0), flow.quote_calls - 1) * CALL_SPACING
    return flow.runs * (WARM + asking + ROUND_TRIP)


def _price_processor(flow: Flow) -> Decimal:
    """Return its busy seconds a second: a read, a write and the progress; one write a series, eight side by side."""
    event = EVENT_WORK + _paged_reads_and_writes()
    batch = WARM + 3 * ROUND_TRIP
    return (
        flow.batches("price_processor") * batch
        + flow.events * event
        + flow.symbol_batches("price_processor") * ROUND_TRIP / WORKERS
    )


def _aggregator(flow: Flow) -> Decimal:
    """Return its busy seconds a second.

    Candles, sessions, counters and the progress are read and written; each candle takes two queries, one of which reads
    the candle before it.
    """
    held = NEIGHBOUR_PAGE * flow.load.candle_events
    candle = 2 * ROUND_TRIP + 2 * _paged_reads_and_writes() + held * HELD_WORK
    batch = WARM + 6 * ROUND_TRIP
    return flow.batches("aggregator") * batch + flow.events * EVENT_WORK + flow.candle_writes * candle


def _anomaly_detector(flow: Flow) -> Decimal:
    """Return its busy seconds a second.

    A batch takes a read and the progress, a series a write, an anomaly two requests, an alert two more.
    """
    batch = WARM + 2 * ROUND_TRIP
    return (
        flow.batches("anomaly_detector") * batch
        + flow.events * EVENT_WORK
        + flow.symbol_batches("anomaly_detector") * ROUND_TRIP
        + (flow.anomalies + 2 * flow.alerts) * ROUND_TRIP
    )


def _fanout(flow: Flow) -> Decimal:
    posts = Decimal(flow.listeners) * PUSH / WORKERS
    return all_pushes(flow) * (WARM + ROUND_TRIP + posts) + sum(flow.changes.values()) * EVENT_WORK


def _api(flow: Flow) -> Decimal:
    """GET /stats asks two more questions than any other route does."""
    answer = WARM + 2 * ROUND_TRIP
    return sum(flow.requests.values()) * answer + flow.requests["/stats"] * 2 * ROUND_TRIP


def _gateway(flow: Flow) -> Decimal:
    return _gateway_calls(flow) * (WARM + ROUND_TRIP)


def _gateway_calls(flow: Flow) -> Decimal:
    """Return the connections' calls a second: a ping a minute; every two hours each connects, subscribes and leaves."""
    return flow.listeners * (Decimal(1) / PING_EVERY + Decimal(3) / CONNECTION_LASTS)


_WRITERS = {"latest_prices": "price_processor", "price_candles": "aggregator", "anomalies": "anomaly_detector"}
_WORK: dict[str, Callable[[Flow], Decimal]] = {
    "data_ingester": _ingester,
    "price_processor": _price_processor,
    "aggregator": _aggregator,
    "anomaly_detector": _anomaly_detector,
    FANOUT: _fanout,
    "api_handler": _api,
    "push_gateway": _gateway,
}
_INVOCATIONS: dict[str, Callable[[Flow], Decimal]] = {
    "data_ingester": lambda flow: flow.runs,
    "price_processor": lambda flow: flow.batches("price_processor"),
    "aggregator": lambda flow: flow.batches("aggregator"),
    "anomaly_detector": lambda flow: flow.batches("anomaly_detector"),
    FANOUT: all_pushes,
    "api_handler": lambda flow: Decimal(sum(flow.requests.values())),
    "push_gateway": _gateway_calls,
}
FUNCTIONS = frozenset(_WORK)
