from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of, held_event_ids
from lambdas.shared.domain.candle import fold_candle, with_total_before
from tests.factories import FEED, day_total, price_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.candle import Candle
    from lambdas.shared.domain.event import PriceEvent

EVENTS = [
    price_event("10", volume="0.5", feed=FEED),
    day_total(1000, seconds=1, price=11, feed=FEED),
    day_total(1500, seconds=2, price=12, feed=FEED),
    price_event("9", seconds=3, feed=FEED),
    day_total(70, seconds=4, price=10, feed=FEED, session=date(2026, 11, 19)),
    price_event("9.5", seconds=5, feed=FEED),
]


def settled(events: Iterable[PriceEvent]) -> Candle:
    candle = fold_candle(None, events)
    assert candle is not None
    return with_total_before(candle, EVENTS[1].session, Decimal(900))


def test_the_public_attributes_are_those_of_the_design() -> None:
    item = candle_item(settled(EVENTS), expires_at=1)
    fold = item.pop("fold")
    assert item == {
        "series": "AAPL@test.1",
        "feed": "test.1",
        "symbol": "AAPL",
        "candle_timestamp": "2026-11-20T17:00:00.000Z",
        "open": Decimal(10),
        "high": Decimal(12),
        "low": Decimal(9),
        "close": Decimal("9.5"),
        "volume": Decimal("3000.5"),
        "trades": 6,
        "first_at": "2026-11-20T17:00:00.000Z",
        "last_at": "2026-11-20T17:00:05.000Z",
        "expires_at": 1,
    }
    assert fold["totals"] == {
        "2026-11-19": {
            "first_at": "2026-11-20T17:00:04.000Z",
            "first_id": EVENTS[4].event_id,
            "first": 70,
            "opens": False,
            "top": 70,
        },
        "2026-11-20": {
            "first_at": "2026-11-20T17:00:01.000Z",
            "first_id": EVENTS[1].event_id,
            "first": 1000,
            "opens": False,
            "top": 1500,
            "before": 900,
        },
    }


def test_an_item_gives_its_candle_back() -> None:
    for events in (EVENTS, EVENTS[:1], EVENTS[1:3]):
        assert candle_of(candle_item(settled(events), expires_at=1)) == settled(events)


def test_equal_candles_give_equal_items() -> None:
    items = [candle_item(settled(order), expires_at=1) for order in permutations(EVENTS[:5])]
    assert all(item == items[0] for item in items)


def test_without_running_totals_there_is_no_such_attribute() -> None:
    """The aggregator's queries find the candles with running totals by that attribute."""
    assert "totals" not in candle_item(settled(EVENTS[:1]), expires_at=1)["fold"]


def test_ids_are_kept_in_sixteen_bytes_each() -> None:
    item = candle_item(settled(EVENTS), expires_at=1)
    assert len(item["fold"]["event_ids"]) == 16 * len(EVENTS)
    assert held_event_ids(item) == sorted(event.event_id for event in EVENTS)
