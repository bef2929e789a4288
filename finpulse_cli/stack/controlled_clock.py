"""The clock of a target that can be moved, and the way through a stretch of time minute by minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from finpulse_cli.core.virtual_clock import ClockState

MINUTE = timedelta(minutes=1)


class ControlledClock(Protocol):
    """The one clock of functions, schedule, quotes, tables and mappings of a target. Moments are aware UTC."""

    def state(self) -> ClockState:
        """Return how it stands. Raises CliError."""

    def now(self) -> datetime:
        """Return the time that it shows. Raises CliError."""

    def set(self, moment: datetime) -> None:
        """Stop it at any moment; nothing that would lie between is made up for. Raises CliError."""

    def step(self, moment: datetime) -> None:
        """Stop it at a moment that is not before now, and let all happen that is due then.

        Returns when the schedule has fired and the consumers are done. Raises CliError when they are not in time.
        """

    def settle(self, *, is_stopped: bool) -> None:
        """End a way: delete what has expired, and let the clock stand or go on from where it is. Raises CliError."""

    def reset(self) -> None:
        """Go back to the real time. Raises CliError."""


def walk(clock: ControlledClock, end: datetime, progress: Callable[[datetime], None]) -> None:
    """Take a clock to `end`, through every minute on the way; `progress` hears of each moment that is done."""
    for moment in moments_until(clock.now(), end):
        clock.step(moment)
        progress(moment)


def moments_until(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the full minutes after `start`, and `end`, which is the last one."""
    moment = start.replace(second=0, microsecond=0) + MINUTE
    while moment < end:
        yield moment
        moment += MINUTE
    yield end
