"""The time that the functions work, from what they do for a batch: requests to DynamoDB, and work for each event."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    CALL_SPACING_SECONDS,
    CONNECTION_LASTS_SECONDS,
    DIGEST_EVERY_SECONDS,
    EVENT_WORK_SECONDS,
    FIRST_SHARDS,
    HELD_WORK_SECONDS,
    PING_EVERY_SECONDS,
    POLLS_PER_SECOND,
    PUSH_SECONDS,
    QUOTE_CALL_SECONDS,
    ROUND_TRIP_SECONDS,
    WARM_SECONDS,
    WEBHOOK_SECONDS,
    WORKERS,
)
from finpulse_cli.features.cost.flow import FANOUT, Flow
from lambdas.shared.adapters.dynamodb.batch import READ_LIMIT, WRITE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def busy(function: str, flow: Flow) -> Decimal:
    """Return the executions of a function at once, on average: invocations a second times the seconds of each."""
    return _WORK[function](flow)


def executions(flow: Flow) -> Decimal:
    """Return the executions of all functions at once, on average."""
    return sum((busy(name, flow) for name in flow.stack.functions), Decimal(0))


def invocations_per_second(function: str, flow: Flow) -> Decimal:
    """Return the invocations of a function a second."""
    return _INVOCATIONS[function](flow)


def pushes_per_second(flow: Flow) -> Mapping[str, Decimal]:
    """Return the invocations of push_fanout a second by table: a shard of its stream that has changes gives a batch.

    What a consumer writes in one go comes in few batches, more the longer it writes; what does not fill them is cut by
    Lambda's reads of a shard, four a second.
    """
    return {name: _pushes(name, changes, flow) for name, changes in flow.changes_per_second.items()}


def all_pushes_per_second(flow: Flow) -> Decimal:
    """Return the invocations of push_fanout a second."""
    return sum(pushes_per_second(flow).values(), Decimal(0))


def _pushes(table: str, changes: Decimal, flow: Flow) -> Decimal:
    writer = _WRITERS[table]
    shards = max(Decimal(FIRST_SHARDS), changes * flow.candle_write_units / 1000)
    by_time = shards * min(
        Decimal(POLLS_PER_SECOND), flow.batches_per_second(writer) + POLLS_PER_SECOND * busy(writer, flow)
    )
    return min(changes, max(by_time, changes / flow.stack.pushes[table].batch_size))


def _paged(limit: int) -> Decimal:
    """Return the seconds of one item's share of a request, whose pages go side by side."""
    return ROUND_TRIP_SECONDS / (limit * WORKERS)


def _ingester(flow: Flow) -> Decimal:
    asking = (
        min(Decimal(1), flow.quote_calls) * QUOTE_CALL_SECONDS
        + max(Decimal(0), flow.quote_calls - 1) * CALL_SPACING_SECONDS
    )
    return flow.runs_per_second * (WARM_SECONDS + asking + ROUND_TRIP_SECONDS)


def _price_processor(flow: Flow) -> Decimal:
    """Return its busy seconds a second: latest prices are read and written, prices written, the progress noted."""
    batch = WARM_SECONDS + 4 * ROUND_TRIP_SECONDS
    series = _paged(READ_LIMIT) + _paged(WRITE_LIMIT)
    return (
        flow.batches_per_second("price_processor") * batch
        + flow.events_per_second * (EVENT_WORK_SECONDS + _paged(WRITE_LIMIT))
        + flow.symbol_batches_per_second("price_processor") * series
    )


def _aggregator(flow: Flow) -> Decimal:
    """Return its busy seconds a second.

    Candles, with the one before each series' first, and counters are read and written, sessions read, the progress
    noted.
    """
    candle = 2 * (_paged(READ_LIMIT) + _paged(WRITE_LIMIT))
    neighbour = 2 * _paged(READ_LIMIT) + flow.load.events_per_candle * HELD_WORK_SECONDS
    batch = WARM_SECONDS + 6 * ROUND_TRIP_SECONDS
    return (
        flow.batches_per_second("aggregator") * batch
        + flow.events_per_second * EVENT_WORK_SECONDS
        + flow.candle_writes_per_second * candle
        + flow.symbol_batches_per_second("aggregator") * neighbour
    )


def _anomaly_detector(flow: Flow) -> Decimal:
    """Return its busy seconds a second.

    A batch takes a read and the progress, a series a write, an anomaly two requests, an alert three more.
    """
    batch = WARM_SECONDS + 2 * ROUND_TRIP_SECONDS
    return (
        flow.batches_per_second("anomaly_detector") * batch
        + flow.events_per_second * EVENT_WORK_SECONDS
        + flow.symbol_batches_per_second("anomaly_detector") * ROUND_TRIP_SECONDS
        + (flow.anomalies_per_second + 3 * flow.alerts_per_second) * ROUND_TRIP_SECONDS
    )


def _fanout(flow: Flow) -> Decimal:
    posts = Decimal(flow.listeners) * PUSH_SECONDS / WORKERS
    return (
        all_pushes_per_second(flow) * (WARM_SECONDS + ROUND_TRIP_SECONDS + posts)
        + sum(flow.changes_per_second.values()) * EVENT_WORK_SECONDS
    )


def _webhook(flow: Flow) -> Decimal:
    """Return its busy seconds a second: a delivery takes its claim and two notes, and the address."""
    return flow.deliveries_per_second * (WARM_SECONDS + 4 * ROUND_TRIP_SECONDS + WEBHOOK_SECONDS)


def _api(flow: Flow) -> Decimal:
    """GET /stats asks two more questions than any other route does."""
    answer = WARM_SECONDS + 2 * ROUND_TRIP_SECONDS
    return sum(flow.requests_per_second.values()) * answer + flow.requests_per_second["/stats"] * 2 * ROUND_TRIP_SECONDS


def _gateway(flow: Flow) -> Decimal:
    return _gateway_calls(flow) * (WARM_SECONDS + ROUND_TRIP_SECONDS)


def _gateway_calls(flow: Flow) -> Decimal:
    """Return the connections' calls a second: a ping a minute; every two hours each connects, subscribes and leaves."""
    return flow.listeners * (Decimal(1) / PING_EVERY_SECONDS + Decimal(3) / CONNECTION_LASTS_SECONDS)


_WRITERS = {"latest_prices": "price_processor", "price_candles": "aggregator", "anomalies": "anomaly_detector"}
_WORK: dict[str, Callable[[Flow], Decimal]] = {
    "data_ingester": _ingester,
    "price_processor": _price_processor,
    "aggregator": _aggregator,
    "anomaly_detector": _anomaly_detector,
    FANOUT: _fanout,
    "api_handler": _api,
    "push_gateway": _gateway,
    "alert_webhook": _webhook,
    "alert_digest": lambda _flow: (WARM_SECONDS + 2 * ROUND_TRIP_SECONDS) / DIGEST_EVERY_SECONDS,
}
_INVOCATIONS: dict[str, Callable[[Flow], Decimal]] = {
    "data_ingester": lambda flow: flow.runs_per_second,
    "price_processor": lambda flow: flow.batches_per_second("price_processor"),
    "aggregator": lambda flow: flow.batches_per_second("aggregator"),
    "anomaly_detector": lambda flow: flow.batches_per_second("anomaly_detector"),
    FANOUT: all_pushes_per_second,
    "api_handler": lambda flow: Decimal(sum(flow.requests_per_second.values())),
    "push_gateway": _gateway_calls,
    "alert_webhook": lambda flow: flow.deliveries_per_second,
    "alert_digest": lambda _flow: Decimal(1) / DIGEST_EVERY_SECONDS,
}
FUNCTIONS = frozenset(_WORK)
