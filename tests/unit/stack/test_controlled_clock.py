from __future__ import annotations

from datetime import timedelta

from finpulse_cli.stack.controlled_clock import moments_until, walk
from tests.doubles.stepped_clock import SteppedClock
from tests.factories import NOON


def test_an_hour_is_its_sixty_minutes() -> None:
    moments = list(moments_until(NOON, NOON + timedelta(hours=1)))
    assert moments == [NOON + timedelta(minutes=minute) for minute in range(1, 61)]


def test_a_way_between_minutes_passes_the_full_ones_and_ends_where_it_ends() -> None:
    start, end = NOON + timedelta(seconds=30), NOON + timedelta(minutes=2, seconds=10)
    assert list(moments_until(start, end)) == [NOON + timedelta(minutes=1), NOON + timedelta(minutes=2), end]
    assert list(moments_until(start, start + timedelta(seconds=5))) == [start + timedelta(seconds=5)]


def test_a_walk_tells_of_each_moment_when_it_is_done() -> None:
    clock = SteppedClock(NOON)
    walk(clock, NOON + timedelta(minutes=2), lambda moment: clock.done.append(f"told {moment:%H:%M}"))
    assert clock.done == ["step 17:01", "told 17:01", "step 17:02", "told 17:02"]
