"""The loop, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from finpulse_cli.core.errors import MissingError
from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.standins.scheduler.schedule import Schedule
from finpulse_cli.standins.scheduler.ticker import LONGEST_WAIT_SECONDS, Ticker
from tests.unit.standins.scheduler.schedules import NOON, stored

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class World:
    """A stack, and a clock that goes on by being waited for; `happenings` are what happens at a moment."""

    def __init__(self, begin: datetime = NOON, until: timedelta = 3 * MINUTE) -> None:
        self.now = begin
        self.end = begin + until
        self.stored: Schedule | Exception = stored()
        self.delivery = Delivery(1)
        self.delivered: list[datetime] = []
        self.log: list[str] = []
        self.beats: list[datetime] = []
        self.happenings: dict[datetime, Callable[[], None]] = {}

    def schedule(self) -> Schedule:
        """See Stack."""
        if isinstance(self.stored, Exception):
            raise self.stored
        return self.stored

    def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
        """See Stack."""
        assert schedule is self.stored
        self.delivered.append(due)
        return self.delivery

    def wait(self, seconds: float) -> bool:
        """Let the time pass."""
        assert 0 < seconds <= LONGEST_WAIT_SECONDS
        self.now += timedelta(seconds=seconds)
        for moment in [moment for moment in self.happenings if moment <= self.now]:
            self.happenings.pop(moment)()
        return self.now > self.end

    def run(self) -> None:
        """Run until the end."""
        Ticker(
            stack=self,
            clock=lambda: self.now,
            wait=self.wait,
            beat=lambda: self.beats.append(self.now),
            say=self.log.append,
        ).run()


def minutes(*numbers: int) -> list[datetime]:
    """So many minutes after noon each."""
    return [NOON + number * MINUTE for number in numbers]


@pytest.mark.parametrize("late", [timedelta(), 17 * SECOND, 59.999 * SECOND])
def test_every_full_minute_fires_once(late: timedelta) -> None:
    world = World(NOON + late)
    world.run()

    assert world.delivered == minutes(1, 2, 3)
    assert world.log == [f"2026-11-20T12:0{number}:00Z finpulse-data-ingester invoked" for number in (1, 2, 3)]


def test_only_due_minutes_do() -> None:
    world = World(until=11 * MINUTE)
    world.stored = stored("cron(0/5 * * * ? *)")
    world.run()

    assert world.delivered == minutes(5, 10)


def test_a_schedule_that_is_changed_is_followed_from_the_next_minute_on() -> None:
    world = World(until=6 * MINUTE)
    world.happenings[NOON + 90 * SECOND] = lambda: setattr(world, "stored", stored(State="DISABLED"))
    world.happenings[NOON + 210 * SECOND] = lambda: setattr(world, "stored", stored())
    world.run()

    assert world.delivered == minutes(1, 4, 5, 6)


def test_minutes_slept_through_are_left_out() -> None:
    world = World(until=34 * MINUTE)
    world.happenings[NOON + 70 * SECOND] = lambda: setattr(world, "now", NOON + 32 * MINUTE + 20 * SECOND)
    world.run()

    assert world.delivered == minutes(1, 32, 33, 34)  # the minute it woke in is still in time


def test_a_clock_that_is_set_back_does_not_stop_it() -> None:
    world = World()

    def set_back() -> None:
        world.now, world.end = NOON - 30 * MINUTE, NOON - 28 * MINUTE

    world.happenings[NOON + 70 * SECOND] = set_back
    world.run()

    assert world.delivered == minutes(1, -30, -29, -28)


def test_a_tick_that_takes_long_does_not_delay_the_next_ones() -> None:
    class Slow(World):
        """Takes 70 seconds to deliver at 12:01."""

        def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
            """See Stack."""
            if due == NOON + MINUTE:
                self.now += 70 * SECOND
            return super().deliver(schedule, due)

    world = Slow(until=4 * MINUTE)
    world.run()

    assert world.delivered == minutes(1, 2, 3, 4)


def test_a_target_that_cannot_be_invoked_is_said_every_time_and_it_goes_on() -> None:
    world = World(until=2 * MINUTE)
    world.delivery = Delivery(4, "no such function")
    world.run()

    assert world.log == [
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
    world = World(until=8 * MINUTE)
    world.stored = error
    world.happenings[NOON + 210 * SECOND] = lambda: setattr(world, "stored", stored(State="DISABLED"))
    world.happenings[NOON + 330 * SECOND] = lambda: setattr(world, "stored", error)
    world.run()

    assert len(world.log) == 2
    assert all(words in line and "\n" not in line for line in world.log)
    assert not world.delivered


def test_an_expression_that_is_not_understood_is_told() -> None:
    class Odd(World):
        """Holds a schedule for one moment."""

        def schedule(self) -> Schedule:
            """See Stack."""
            return stored("at(2026-11-20T14:31:00)")

    world = Odd()
    world.run()

    assert world.log == ["the schedule says at(2026-11-20T14:31:00), which is not understood here: run `finpulse up`"]


def test_it_gives_a_sign_of_life_every_few_seconds() -> None:
    world = World(until=MINUTE)
    world.run()

    gaps = [after - before for before, after in zip(world.beats, world.beats[1:], strict=False)]
    assert world.beats[0] == NOON
    assert max(gaps) <= timedelta(seconds=LONGEST_WAIT_SECONDS)


def test_who_is_told_to_stop_at_once_fires_nothing() -> None:
    world = World(NOON + 59.5 * SECOND, until=timedelta())
    world.run()

    assert not world.delivered
