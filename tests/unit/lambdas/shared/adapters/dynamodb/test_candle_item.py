from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of, held_event_ids
from lambdas.shared.domain.candle import fold_candle, settle
from tests.factories import day_total, price_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.candle import Candle
    from lambdas.shared.domain.event import PriceEvent

EVENTS = [
    price_event("10", volume="0.5"),
    day_total(1000, seconds=1, price=11),
    day_total(1500, seconds=2, price=12),
    price_event("9", seconds=3),
]


def settled(events: Iterable[PriceEvent]) -> Candle:
    candle = fold_candle(None, events)
    assert candle is not None
    return settle(candle, Decimal(900))


def test_the_public_attributes_are_those_of_the_design() -> None:
    item = candle_item(settled(EVENTS), expires_at=1)
    fold = item.pop("fold")
    assert item == {
        "symbol": "AAPL",
        "candle_timestamp": "2026-11-20T17:00:00.000Z",
        "open": Decimal(10),
        "high": Decimal(12),
        "low": Decimal(9),
        "close": Decimal(9),
        "volume": Decimal("1800.5"),
        "trades": 4,
        "first_at": "2026-11-20T17:00:00.000Z",
        "last_at": "2026-11-20T17:00:03.000Z",
        "expires_at": 1,
    }
    assert [total for _, _, total in fold["running_totals"]] == [1000, 1500]


def test_an_item_gives_its_candle_back() -> None:
    for events in (EVENTS, EVENTS[:1], EVENTS[1:3]):
        assert candle_of(candle_item(settled(events), expires_at=1)) == settled(events)


def test_equal_candles_give_equal_items() -> None:
    items = [candle_item(settled(order), expires_at=1) for order in permutations(EVENTS)]
    assert all(item == items[0] for item in items)


def test_without_running_totals_there_is_no_such_attribute() -> None:
    """The aggregator's queries find the candles with running totals by that attribute."""
    assert "running_totals" not in candle_item(settled(EVENTS[:1]), expires_at=1)["fold"]


def test_ids_are_kept_in_sixteen_bytes_each() -> None:
    item = candle_item(settled(EVENTS), expires_at=1)
    assert len(item["fold"]["event_ids"]) == 16 * len(EVENTS)
    assert held_event_ids(item) == sorted(event.event_id for event in EVENTS)
