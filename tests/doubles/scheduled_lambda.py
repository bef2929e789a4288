"""Lambda as a schedule's target."""

from __future__ import annotations

from typing import Any, cast

from finpulse_cli.standins.scheduler.delivery import Delivery, Invoker
from tests.doubles.schedules import NOON, stored
from tests.doubles.sleeping_clock import SleepingClock


class ScheduledLambda(SleepingClock):
    """Lambda, which fails as often as it is told to."""

    def __init__(self, *failures: Exception, told_to_stop: bool = False) -> None:
        self.failures = list(failures)
        super().__init__(NOON)
        self.calls: list[dict[str, Any]] = []
        self._told_to_stop = told_to_stop

    def invoke(self, **request: Any) -> None:
        """Fail as long as there are failures left."""
        self.calls.append(request)
        if self.failures:
            raise self.failures.pop(0)

    def wait(self, seconds: float) -> bool:
        """Let the time pass."""
        self.sleep(seconds)
        return self._told_to_stop

    def deliver(self, **changed: object) -> Delivery:
        """Deliver what is due at noon."""
        return Invoker(cast("Any", self), self.clock, self.wait).deliver(stored(**changed), NOON)  # type: ignore[arg-type]
