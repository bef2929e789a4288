"""The loop, with a clock of the test's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from finpulse_cli.core.errors import MissingError
from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.standins.scheduler.ticker import LONGEST_WAIT_SECONDS
from tests.doubles.schedules import NOON, stored
from tests.doubles.ticked_stack import TickedStack

if TYPE_CHECKING:
    from finpulse_cli.standins.scheduler.schedule import Schedule

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def minutes(*numbers: int) -> list[datetime]:
    """So many minutes after noon each."""
    return [NOON + number * MINUTE for number in numbers]


@pytest.mark.parametrize("late", [timedelta(), 17 * SECOND, 59.999 * SECOND])
def test_every_full_minute_fires_once(late: timedelta) -> None:
    stack = TickedStack(NOON + late)
    stack.run()

    assert stack.delivered == minutes(1, 2, 3)
    assert stack.log == [f"2026-11-20T12:0{number}:00Z finpulse-data-ingester invoked" for number in (1, 2, 3)]


def test_only_due_minutes_do() -> None:
    stack = TickedStack(until=11 * MINUTE)
    stack.stored = stored("cron(0/5 * * * ? *)")
    stack.run()

    assert stack.delivered == minutes(5, 10)


def test_a_schedule_that_is_changed_is_followed_from_the_next_minute_on() -> None:
    stack = TickedStack(until=6 * MINUTE)
    stack.happenings[NOON + 90 * SECOND] = lambda: setattr(stack, "stored", stored(State="DISABLED"))
    stack.happenings[NOON + 210 * SECOND] = lambda: setattr(stack, "stored", stored())
    stack.run()

    assert stack.delivered == minutes(1, 4, 5, 6)


def test_minutes_slept_through_are_left_out() -> None:
    stack = TickedStack(until=34 * MINUTE)
    stack.happenings[NOON + 70 * SECOND] = lambda: setattr(stack, "now", NOON + 32 * MINUTE + 20 * SECOND)
    stack.run()

    assert stack.delivered == minutes(1, 32, 33, 34)  # the minute it woke in is still in time


def test_a_clock_that_is_set_back_does_not_stop_it() -> None:
    stack = TickedStack()

    def set_back() -> None:
        stack.now, stack.end = NOON - 30 * MINUTE, NOON - 28 * MINUTE

    stack.happenings[NOON + 70 * SECOND] = set_back
    stack.run()

    assert stack.delivered == minutes(1, -30, -29, -28)


def test_a_tick_that_takes_long_does_not_delay_the_next_ones() -> None:
    class Slow(TickedStack):
        """Takes 70 seconds to deliver at 12:01."""

        def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
            """See Stack."""
            if due == NOON + MINUTE:
                self.now += 70 * SECOND
            return super().deliver(schedule, due)

    stack = Slow(until=4 * MINUTE)
    stack.run()

    assert stack.delivered == minutes(1, 2, 3, 4)


def test_a_target_that_cannot_be_invoked_is_said_every_time_and_it_goes_on() -> None:
    stack = TickedStack(until=2 * MINUTE)
    stack.delivery = Delivery(4, "no such function")
    stack.run()

    assert stack.log == [
        f"2026-11-20T12:0{number}:00Z finpulse-data-ingester not invoked, tries: 4: no such function"
        for number in (1, 2)
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MissingError("nothing is provisioned on this target", "run `finpulse up`"), "provisioned on this target: run"),
        (
            EndpointConnectionError(endpoint_url="http://127.0.0.1:4566"),
            "cannot be read: Could not connect",
        ),
        (ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSchedule"), "ResourceNotFoundException"),
    ],
)
def test_a_stack_that_is_away_is_told_once_until_it_changes(error: Exception, words: str) -> None:
    stack = TickedStack(until=8 * MINUTE)
    stack.stored = error
    stack.happenings[NOON + 210 * SECOND] = lambda: setattr(stack, "stored", stored(State="DISABLED"))
    stack.happenings[NOON + 330 * SECOND] = lambda: setattr(stack, "stored", error)
    stack.run()

    assert len(stack.log) == 2
    assert all(words in line and "\n" not in line for line in stack.log)
    assert not stack.delivered


def test_an_expression_that_is_not_understood_is_told() -> None:
    class Odd(TickedStack):
        """Holds a schedule for one moment."""

        def schedule(self) -> Schedule:
            """See Stack."""
            return stored("at(2026-11-20T14:31:00)")

    stack = Odd()
    stack.run()

    assert stack.log == ["the schedule says at(2026-11-20T14:31:00), which is not understood here: run `finpulse up`"]


def test_it_gives_a_sign_of_life_every_few_seconds() -> None:
    stack = TickedStack(until=MINUTE)
    stack.run()

    gaps = [after - before for before, after in zip(stack.beats, stack.beats[1:], strict=False)]
    assert stack.beats[0] == NOON
    assert max(gaps) <= timedelta(seconds=LONGEST_WAIT_SECONDS)


def test_who_is_told_to_stop_at_once_fires_nothing() -> None:
    stack = TickedStack(NOON + 59.5 * SECOND, until=timedelta())
    stack.run()

    assert not stack.delivered
