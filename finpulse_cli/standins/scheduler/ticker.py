"""The loop: at every full minute read the schedule, and invoke its target when it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.errors import CliError
from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.standins.scheduler.moments import MINUTE, floor_minute, scheduler_time
from finpulse_cli.standins.scheduler.schedule import Schedule

# No longer at once: a laptop's sleep does not count as waiting, and would shift every minute after it.
LONGEST_WAIT_SECONDS = 5.0
_SHORTEST_WAIT_SECONDS = 0.001


class Stack(Protocol):
    """The schedule of the stack that is up, and the way to its target."""

    def schedule(self) -> Schedule:
        """Return it as it is stored now. Raises CliError, and what boto3 raises."""

    def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
        """Invoke its target for a due moment."""


@dataclass(slots=True)
class Ticker:
    """Fires until `wait` says to stop. `clock` is in UTC, `beat` gives a sign of life, `say` takes a line to log."""

    stack: Stack
    clock: Callable[[], datetime]
    wait: Callable[[float], bool]
    beat: Callable[[], None]
    say: Callable[[str], None]
    _problem: str | None = field(default=None, init=False)

    def run(self) -> None:
        """Tick at every full minute; one that was slept through is left out, as nobody was there to see it."""
        for minute in self._minutes():
            self.tick(minute)

    def tick(self, minute: datetime) -> None:
        """Invoke the target if it became due in the minute that ends now. What goes wrong is said, never raised."""
        try:
            schedule = self.stack.schedule()
        except CliError as error:
            self._say_once(": ".join(filter(None, (error.message, error.next_action))))
        except (ClientError, BotoCoreError) as error:
            self._say_once(f"the schedule cannot be read: {error}")
        else:
            self._problem = None
            self._fire(schedule, schedule.due(minute))

    def _fire(self, schedule: Schedule, due: datetime | None) -> None:
        if due is None:
            return
        delivery = self.stack.deliver(schedule, due)
        function = schedule.target_arn.rpartition(":")[2]
        if delivery.problem is None:
            self.say(f"{scheduler_time(due)} {function} invoked")
        else:
            self.say(f"{scheduler_time(due)} {function} not invoked, tries: {delivery.attempts}: {delivery.problem}")

    def _minutes(self) -> Iterator[datetime]:
        """Yield each minute as it begins; after a sleep, or when the clock was set, the one that it is then."""
        last = floor_minute(self.clock())
        self.beat()
        while not self.wait(self._pause()):
            self.beat()
            minute = floor_minute(self.clock())
            if minute != last:
                last = minute
                yield minute

    def _pause(self) -> float:
        now = self.clock()
        left = (floor_minute(now) + MINUTE - now).total_seconds()
        return max(min(left, LONGEST_WAIT_SECONDS), _SHORTEST_WAIT_SECONDS)

    def _say_once(self, problem: str) -> None:
        """Say it once, also of a stack that is down all night."""
        if problem != self._problem:
            self.say(problem)
        self._problem = problem
