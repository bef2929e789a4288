"""Parity over real tables: two sets that the same events went through, written by the real stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.parity.run import table_parts
from finpulse_cli.features.parity.tables import KEYS, read_tables
from finpulse_cli.features.replay.events import in_feed
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.adapters.dynamodb.session_start_store import DynamoSessionStartStore
from lambdas.shared.adapters.dynamodb.tally_store import DynamoTallyStore
from lambdas.shared.domain.candle import fold_candle, group_by_candle
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.session_span import widened
from lambdas.shared.domain.tally import Tallies, tally
from tests.factories import NOON, ZSCORE, price_run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.features.parity.compare import Part
    from tests.contract.tables import Tables

EVENTS = price_run(["100", *["100", "100.1"] * 15, "120"])
SERIES = EVENTS[0].series


@dataclass(frozen=True)
class ParityTables:
    """Tables of one target."""

    client: DynamoDBClient
    names: dict[str, str]

    def process(self, after: float) -> None:
        """What the consumers do with EVENTS, `after` seconds after NOON."""
        now = NOON + timedelta(seconds=after)
        DynamoPriceStore(self.client, self.names["live_prices"]).save(EVENTS, now)
        DynamoLatestPriceStore(self.client, self.names["latest_prices"]).save({SERIES: EVENTS[-1]}, now)
        candles = [c for group in group_by_candle(EVENTS).values() if (c := fold_candle(None, group))]
        DynamoCandleStore(self.client, self.names["price_candles"]).save(candles, now)
        DynamoTallyStore(self.client, self.names["counters"]).save(tally(Tallies(), candles, EVENTS), now)
        starts = {(SERIES, EVENTS[0].session): widened(None, [candle.minute for candle in candles])}
        DynamoSessionStartStore(self.client, self.names["session_starts"]).save(starts, now)
        found = detect(SeriesState(), EVENTS, ZSCORE)
        anomalies = DynamoAnomalyStore(self.client, self.names["anomalies"], self.names["counters"], "detector")
        anomalies.add(found.anomalies, now)
        for anomaly in found.anomalies:
            anomalies.note_alerted(anomaly)
        states = DynamoSeriesStore(self.client, self.names["detector_state"])
        states.save({SERIES: (SeriesState(), found.state)}, now)

    def put(self, table: str, item: Any, **changed: Any) -> None:
        """Writes an item over with some fields changed."""
        self.client.put_item(TableName=self.names[table], Item=to_item({**item, **changed}))


@pytest.fixture
def pair(tables: Tables) -> tuple[ParityTables, ParityTables]:
    """Two stacks, empty."""
    made = [
        ParityTables(tables.client, {name: tables.create(name.replace("_", "-")) for name in KEYS}) for _ in range(2)
    ]
    return made[0], made[1]


def compared(pair: Sequence[ParityTables]) -> dict[str, Part]:
    a, b = (read_tables(stack.client, stack.names, EVENTS) for stack in pair)
    return {part.name: part for part in table_parts(a, b, EVENTS)}


def test_the_same_events_leave_the_same(pair: tuple[ParityTables, ParityTables]) -> None:
    for seconds, stack in enumerate(pair):
        stack.process(after=seconds * 100)
    parts = compared(pair)
    assert not [part for part in parts.values() if part.differences]
    counts = {"live_prices": 32, "latest_prices": 1, "price_candles": 32, "session_starts": 1, "anomalies": 1}
    counts |= {"counters": 3, "detector_state": 1}  # an hour of events, one of anomalies, a day in the list of feeds
    assert {name: (part.a, part.b) for name, part in parts.items()} == {name: (n, n) for name, n in counts.items()}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("live_prices", {"price": Decimal("100.00001")}),
        ("latest_prices", {"volume": Decimal(1)}),
        ("price_candles", {"fold": {"event_ids": b"\x00" * 16}}),
        ("session_starts", {"first_minute": "x"}),
        ("counters", {"more": 1}),
        ("anomalies", {"stdev": Decimal(1)}),
        ("detector_state", {"last_alerts": {}}),
    ],
)
def test_one_changed_field_is_found(
    pair: tuple[ParityTables, ParityTables], table: str, change: dict[str, Any]
) -> None:
    for stack in pair:
        stack.process(after=0)
    item = read_tables(pair[1].client, pair[1].names, EVENTS)[table][0]
    pair[1].put(table, item, **change)
    assert [(name, len(part.differences)) for name, part in compared(pair).items() if part.differences] == [(table, 1)]


def test_what_other_feeds_hold_plays_no_part(pair: tuple[ParityTables, ParityTables]) -> None:
    for stack in pair:
        stack.process(after=0)
    before = compared(pair)
    others = [in_feed(event, feed) for event in EVENTS for feed in ("test.2", "test.11")]
    DynamoPriceStore(pair[0].client, pair[0].names["live_prices"]).save(others, NOON)
    candles = [c for group in group_by_candle(others).values() if (c := fold_candle(None, group))]
    DynamoCandleStore(pair[0].client, pair[0].names["price_candles"]).save(candles, NOON)
    DynamoTallyStore(pair[0].client, pair[0].names["counters"]).save(tally(Tallies(), candles, others), NOON)
    assert compared(pair) == before
