"""The schedule of the stack that is up now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from finpulse_cli.core.context import Context
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.standins.scheduler.delivery import Delivery, Invoker
from finpulse_cli.standins.scheduler.schedule import Schedule, read_schedule
from finpulse_cli.targets.resolve import resolve_target

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

    from finpulse_cli.stack.target import Place

_TIMEOUT_SECONDS = 10  # for Lambda to take an asynchronous invocation


@dataclass(frozen=True, slots=True)
class CurrentStack:
    """See `ticker.Stack`: looked up again every time, so that another `up` is followed."""

    context: Context
    wait: Callable[[float], bool]

    def schedule(self) -> Schedule:
        """Return the stack's schedule. Raises CliError, and what boto3 raises."""
        place = self._place()
        return read_schedule(_clients(place.access).scheduler, place.outputs().schedule_name)

    def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
        """Invoke the schedule's target for a due moment."""
        return Invoker(_functions(self._place().access), self.context.clock, self.wait).deliver(schedule, due)

    def _place(self) -> Place:
        return resolve_target(self.context).place


@lru_cache(maxsize=2)
def _clients(access: Access) -> Clients:
    return Clients.of(access)


@lru_cache(maxsize=2)
def _functions(access: Access) -> LambdaClient:
    return _clients(access).functions_once(_TIMEOUT_SECONDS)
