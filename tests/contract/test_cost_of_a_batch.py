"""What the consumers really ask of DynamoDB for a minute of live quotes is what `finpulse cost` bills."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.cost.services.dynamodb_writes import IN_TRANSACTION, write_rates
from lambdas.aggregator import wiring as aggregator_wiring
from lambdas.aggregator.handler import handler as aggregator
from lambdas.anomaly_detector import wiring as detector_wiring
from lambdas.anomaly_detector.handler import handler as anomaly_detector
from lambdas.price_processor import wiring as processor_wiring
from lambdas.price_processor.handler import handler as price_processor
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.candle_store import NEIGHBOUR_PAGE
from lambdas.shared.wire.event_json import encode_event
from tests.factories import day_total, lambda_event
from tests.unit.features.cost.stacks import flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.tables import Tables
    from tests.emulator import Emulator

SYMBOLS = ("AAPL", "GOOGL", "MSFT", "AMZN", "TSLA")
CACHES = [aggregator_wiring.consumer, detector_wiring.consumer, processor_wiring.consumer, clients._client]
TABLES = {
    "LIVE_PRICES_TABLE": "live-prices",
    "LATEST_PRICES_TABLE": "latest-prices",
    "PRICE_CANDLES_TABLE": "price-candles",
    "ANOMALIES_TABLE": "anomalies",
    "DETECTOR_STATE_TABLE": "detector-state",
    "PROGRESS_TABLE": "consumer-progress",
    "SESSION_STARTS_TABLE": "session-starts",
    "COUNTERS_TABLE": "counters",
    "ALERTING_TABLE": "alerting",
}


@pytest.fixture
def asked(emulator: Emulator, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[tuple[str, str]]]:
    """Counts items written (twice in a transaction), items read and queries, by kind and table."""
    names = {variable: tables.create(kind) for variable, kind in TABLES.items()}
    more = {"LAKE_BUCKET": "unused", "ALERT_TOPIC_ARN": "unused", "ALERT_COOLDOWN_MINUTES": "15"}
    for name, value in (emulator.environment | names | more).items():
        monkeypatch.setenv(name, value)
    for cached in CACHES:
        cached.cache_clear()
    counted: Counter[tuple[str, str]] = Counter()
    plain = {table: TABLES[variable].replace("-", "_") for variable, table in names.items()}

    def count(params: dict[str, Any], model: Any, **_: Any) -> None:
        for kind, table, number in _items(model.name, params):
            counted[kind, plain[table]] += number

    clients.dynamodb().meta.events.register("provide-client-params.dynamodb", count)
    yield counted
    for cached in CACHES:
        cached.cache_clear()


def _items(operation: str, params: dict[str, Any]) -> list[tuple[str, str, int]]:
    if operation == "BatchWriteItem":
        return [("put", table, len(items)) for table, items in params["RequestItems"].items()]
    if operation == "BatchGetItem":
        return [("get", table, len(request["Keys"])) for table, request in params["RequestItems"].items()]
    if operation == "TransactWriteItems":
        actions = [action for item in params["TransactItems"] for action in item.values()]
        return [("put", action["TableName"], IN_TRANSACTION) for action in actions]
    kind = {"PutItem": "put", "UpdateItem": "put", "Query": "query"}[operation]
    return [(kind, params["TableName"], 1)]


def _minute(number: int) -> dict[str, Any]:
    quotes = [day_total(1000 * (number + 1), seconds=60 * number, symbol=symbol) for symbol in SYMBOLS]
    return lambda_event([encode_event(quote) for quote in quotes], first_sequence_number=1 + 10 * number)


def test_a_minute_of_five_quotes(asked: Counter[tuple[str, str]]) -> None:
    for handler in (price_processor, aggregator, anomaly_detector):
        handler(_minute(0), None)
    asked.clear()
    for handler in (price_processor, aggregator, anomaly_detector):
        handler(_minute(1), None)
    written = {table: number for (kind, table), number in asked.items() if kind == "put"}
    billed = {**write_rates(flow())}
    billed["counters"] -= flow().requests_counted_per_second  # data_ingester's, which is none of these
    assert written == {table: round(billed[table] * 60) for table in written}
    assert sum(written.values()) == sum(
        round(billed[table] * 60) for table in billed.keys() - {"connections", "anomalies"}
    )
    assert {table: number for (kind, table), number in asked.items() if kind == "get"} == {
        "latest_prices": 5,
        "price_candles": 2 * 5,
        "detector_state": 5,
        "session_starts": 5,
        "counters": 2 * 5,
    }
    assert not [table for kind, table in asked if kind == "query"]


def test_the_aggregator_looks_around_a_late_quote_in_pages_of_one(asked: Counter[tuple[str, str]]) -> None:
    limits: list[int] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        limits.append(params["Limit"])

    clients.dynamodb().meta.events.register("provide-client-params.dynamodb.Query", note)
    for minute, queries in ((0, 0), (9, 5), (10, 0), (5, 10)):  # after a gap the one before; of a late one, both
        limits.clear()
        aggregator(_minute(minute), None)
        assert limits == [NEIGHBOUR_PAGE] * queries
    assert asked["query", "price_candles"] == 15
