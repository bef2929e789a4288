from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.parity.place import DAYS, LAST_DAY, TRIES, days_for, moved_to, own_source, place
from finpulse_cli.features.replay.plan import Plan
from lambdas.shared.domain.event import SOURCE_PATTERN
from tests.factories import NOON, day_total, price_event
from tests.unit.features.parity.plans import plan


def test_a_placed_plan_keeps_order_content_and_times_of_day() -> None:
    recorded = plan(price_event("10.5", symbol="MSFT"), price_event(11, seconds=90.5, change_percent="1.5"))
    placed = place(recorded, NOON, lambda _plan: True)
    assert len(placed.events) == 2
    for before, after in zip(recorded.events, placed.events, strict=True):
        assert after.timestamp.time() == before.timestamp.time()
        assert after.timestamp - before.timestamp == placed.shift
        kept = ("symbol", "price", "volume", "volume_kind", "change_percent", "ingested_at")
        assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
        assert after.event_id != before.event_id
    assert placed.events[-1].timestamp.date() <= LAST_DAY


def test_a_plan_of_several_days_ends_on_its_day() -> None:
    day = date(1990, 5, 5)
    moved = moved_to(plan(price_event(1), price_event(2, seconds=3 * 86_400)), day, "replay:x")
    assert [event.timestamp.date() for event in moved.events] == [date(1990, 5, 2), day]


def test_a_day_that_is_taken_is_passed_over() -> None:
    asked: list[Plan] = []

    def third_is_free(candidate: Plan) -> bool:
        asked.append(candidate)
        return len(asked) == 3

    placed = place(plan(), NOON, third_is_free)
    days = [candidate.events[-1].timestamp.date() for candidate in asked]
    assert len(set(days)) == 3
    assert placed is asked[-1]


def test_no_free_day_is_an_error() -> None:
    asked: list[Plan] = []

    def never_free(candidate: Plan) -> bool:
        asked.append(candidate)
        return False

    with pytest.raises(FailedError, match="holds prices"):
        place(plan(), NOON, never_free)
    assert len(asked) == TRIES


def test_two_runs_begin_on_days_of_their_own() -> None:
    first, second = (next(days_for(NOON + timedelta(seconds=seconds))) for seconds in (0, 1))
    assert first != second
    every = list(islice(days_for(NOON), DAYS + 1))
    assert len(set(every)) == len(every) == DAYS
    assert max(every) == LAST_DAY


def test_two_runs_have_sources_and_event_ids_of_their_own() -> None:
    first, second = (own_source("tiny", NOON + timedelta(seconds=seconds)) for seconds in (0, 1))
    assert first == "replay:parity-20261120T170000Z-tiny"
    day = date(1990, 5, 5)
    ids = [{event.event_id for event in moved_to(plan(), day, source).events} for source in (first, second)]
    assert not ids[0] & ids[1]


def test_a_source_fits_the_event_however_long_the_name() -> None:
    assert SOURCE_PATTERN.fullmatch(own_source("x" * 64, NOON))


def test_running_totals_are_refused() -> None:
    with pytest.raises(UsageError, match="running total"):
        place(plan(day_total(100, seconds=0)), NOON, lambda _plan: True)
