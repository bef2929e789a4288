"""Parity over real tables: two sets that the same events went through, written by the real stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.parity.run import table_parts
from finpulse_cli.features.parity.tables import KEYS, is_untouched, read_tables
from finpulse_cli.features.replay.series import end_series
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.domain.candle import fold_candle, group_by_candle
from lambdas.shared.domain.detector import SeriesState, detect
from tests.factories import NOON, price_run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.features.parity.compare import Part
    from tests.contract.tables import Tables

EVENTS = price_run(["100", *["100", "100.1"] * 15, "120"])
COOLDOWN = timedelta(minutes=15)


@dataclass(frozen=True)
class Stack:
    """Tables of one target."""

    client: DynamoDBClient
    names: dict[str, str]

    def process(self, after: float) -> None:
        """What the consumers do with EVENTS, `after` seconds after NOON."""
        now = NOON + timedelta(seconds=after)
        DynamoPriceStore(self.client, self.names["live_prices"]).save(EVENTS, now)
        DynamoLatestPriceStore(self.client, self.names["latest_prices"]).offer({"AAPL": EVENTS[-1]}, now)
        candles = [fold_candle(None, group) for group in group_by_candle(EVENTS).values()]
        DynamoCandleStore(self.client, self.names["price_candles"]).save([c for c in candles if c], now)
        found = detect(SeriesState(), EVENTS, COOLDOWN)
        for anomaly in found.anomalies:
            DynamoAnomalyStore(self.client, self.names["anomalies"]).add(anomaly)
        DynamoSeriesStore(self.client, self.names["detector_state"]).save(
            "replay:test#AAPL", SeriesState(), found.state
        )

    def put(self, table: str, item: Any, **changed: Any) -> None:
        """Writes an item over with some fields changed."""
        self.client.put_item(TableName=self.names[table], Item=to_item({**item, **changed}))


@pytest.fixture
def pair(tables: Tables) -> tuple[Stack, Stack]:
    """Two stacks, empty."""
    made = [Stack(tables.client, {name: tables.create(name.replace("_", "-")) for name in KEYS}) for _ in range(2)]
    return made[0], made[1]


def compared(pair: Sequence[Stack]) -> dict[str, Part]:
    a, b = (read_tables(stack.client, stack.names, EVENTS) for stack in pair)
    return {part.name: part for part in table_parts(a, b, EVENTS)}


def test_the_same_events_leave_the_same(pair: tuple[Stack, Stack]) -> None:
    for seconds, stack in enumerate(pair):
        stack.process(after=seconds * 100)
    parts = compared(pair)
    assert not [part for part in parts.values() if part.differences]
    counts = {"live_prices": 32, "latest_prices": 1, "price_candles": 32, "anomalies": 1, "detector_state": 1}
    assert {name: (part.a, part.b) for name, part in parts.items()} == {name: (n, n) for name, n in counts.items()}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("live_prices", {"price": Decimal("100.00001")}),
        ("latest_prices", {"volume": Decimal(1)}),
        ("price_candles", {"fold": {"event_ids": b"\x00" * 16}}),
        ("anomalies", {"stdev": Decimal(1)}),
        ("detector_state", {"last_alerts": {}}),
    ],
)
def test_one_changed_field_is_found(pair: tuple[Stack, Stack], table: str, change: dict[str, Any]) -> None:
    for stack in pair:
        stack.process(after=0)
    item = read_tables(pair[1].client, pair[1].names, EVENTS)[table][0]
    pair[1].put(table, item, **change)
    assert [(name, len(part.differences)) for name, part in compared(pair).items() if part.differences] == [(table, 1)]


def test_a_place_where_something_stands_is_not_untouched(pair: tuple[Stack, Stack]) -> None:
    a, b = pair
    assert is_untouched(a.client, a.names, EVENTS)
    a.process(after=0)
    assert not is_untouched(a.client, a.names, EVENTS[:1])
    DynamoPriceStore(b.client, b.names["live_prices"]).save(EVENTS[3:4], NOON)
    assert not is_untouched(b.client, b.names, EVENTS)
    assert is_untouched(b.client, b.names, EVENTS[4:])


def test_a_series_that_has_ended_is_gone(pair: tuple[Stack, Stack]) -> None:
    a, _ = pair
    a.process(after=0)
    end_series(a.client, a.names["detector_state"], EVENTS)
    assert not read_tables(a.client, a.names, EVENTS)["detector_state"]
