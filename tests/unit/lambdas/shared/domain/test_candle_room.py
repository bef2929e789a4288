from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from finpulse_cli.features.cost.item_sizes import item_size
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.domain.candle import Candle, fold_candle
from lambdas.shared.domain.candle_room import MAX_EVENTS, MAX_SESSIONS, part_by_room
from tests.factories import day_total, price_event

MOST_BYTES = 400 * 1024  # of an item
EVENTS = [price_event(place, seconds=1) for place in range(1, 6)]


def full(events: int = MAX_EVENTS, sessions: int = 0) -> Candle:
    """A candle of so many events and sessions, its names and numbers as long as they may be."""
    longest: dict[str, Any] = {
        "symbol": "A" * 16,
        "feed": f"{'f' * 64}.{'r' * 32}",
        "volume": "9" * 15 + "." + "9" * 10,
    }
    first = [
        price_event("999999999.9999999999", session=date(2026, 1, 1) + timedelta(days=place), **longest)
        for place in range(max(1, sessions))
    ]
    first = [replace(event, volume_kind=day_total(1, seconds=0).volume_kind) for event in first]
    candle = fold_candle(None, first)
    assert candle is not None
    return replace(candle, event_ids=frozenset(f"{number:032x}" for number in range(events)))


def test_a_candle_that_is_full_is_an_item() -> None:
    assert item_size(candle_item(full(sessions=MAX_SESSIONS), expires_at=2**31)) < MOST_BYTES


def test_all_fit_where_there_is_room() -> None:
    assert part_by_room(None, EVENTS) == (EVENTS, ())
    assert part_by_room(full(MAX_EVENTS - 5), EVENTS) == (EVENTS, ())


def test_those_that_come_first_take_the_room_that_is_left() -> None:
    taken, refused = part_by_room(full(MAX_EVENTS - 2), [EVENTS[0], EVENTS[0], *EVENTS])
    assert taken == [EVENTS[0], EVENTS[0], *EVENTS[:2]]
    assert [event for event, _ in refused] == EVENTS[2:]
    assert {reason for _, reason in refused} == {f"its minute holds {MAX_EVENTS} events already, all that a candle can"}


def test_what_a_full_candle_holds_fits_again() -> None:
    candle = full(MAX_EVENTS - 2)
    taken, _ = part_by_room(candle, EVENTS)
    folded = fold_candle(candle, taken)
    assert part_by_room(folded, EVENTS)[0] == taken


def test_a_session_too_many_is_refused_and_the_others_go_on() -> None:
    first = date(2026, 1, 1)
    events = [day_total(1, seconds=0, price=day + 1, session=first + timedelta(days=day)) for day in range(40)]
    again = day_total(9, seconds=1, session=first)
    quote = price_event(seconds=2)
    taken, refused = part_by_room(None, [*events, again, quote])
    assert taken == [*events[:MAX_SESSIONS], again, quote]
    assert [event for event, _ in refused] == events[MAX_SESSIONS:]
    assert refused[0][1].startswith("session is one more than the 32")
