"""A stack whose schedule is followed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.standins.scheduler.ticker import LONGEST_WAIT_SECONDS, Ticker
from tests.doubles.schedules import NOON, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.standins.scheduler.schedule import Schedule


class TickedStack:
    """A stack, and a clock that goes on by being waited for; `happenings` are what happens at a moment."""

    def __init__(self, begin: datetime = NOON, until: timedelta = timedelta(minutes=3)) -> None:
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
