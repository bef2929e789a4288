"""Invoking a schedule's target: its input filled in, asynchronously, again when it could not be delivered."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.aws_errors import http_status
from finpulse_cli.standins.scheduler.moments import scheduler_time
from finpulse_cli.standins.scheduler.schedule import Schedule

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

# However long a schedule lets it try, the next minute must not wait for it.
_LONGEST = timedelta(seconds=50)
_LONGEST_PAUSE_SECONDS = 16.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a due moment: how often it was tried, and what was wrong the last time; None when it went out."""

    attempts: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Invoker:
    """Invokes Lambda for a due moment. `wait` waits some seconds and returns whether it is time to stop."""

    functions: LambdaClient
    clock: Callable[[], datetime]
    wait: Callable[[float], bool]

    def deliver(self, schedule: Schedule, due: datetime) -> Delivery:
        """Invoke the target for a due moment, as often as the schedule's retry policy allows; raises nothing."""
        end = self.clock() + min(timedelta(seconds=schedule.age_seconds), _LONGEST)
        attempt = 1
        while True:
            problem, again = self._attempt(schedule, due, attempt)
            pause = min(2.0 ** (attempt - 1), _LONGEST_PAUSE_SECONDS)
            if problem is None or not again or attempt > schedule.retries:
                return Delivery(attempt, problem)
            if self.clock() + timedelta(seconds=pause) > end or self.wait(pause):
                return Delivery(attempt, problem)
            attempt += 1

    def _attempt(self, schedule: Schedule, due: datetime, attempt: int) -> tuple[str | None, bool]:
        """Try once; return what was wrong, if anything, and whether another attempt may do better."""
        payload = filled_in(schedule, due, attempt, secrets.token_hex(8))
        try:
            self.functions.invoke(FunctionName=schedule.target_arn, InvocationType="Event", Payload=payload.encode())
        except ClientError as error:
            status = http_status(error, 500)
            return str(error), status == 429 or status >= 500
        except BotoCoreError as error:
            return str(error), True
        return None, False


def filled_in(schedule: Schedule, due: datetime, attempt: int, execution_id: str) -> str:
    """Return a schedule's input with the Scheduler's keywords ("context attributes") replaced."""
    text = schedule.input
    for keyword, value in (
        ("schedule-arn", schedule.arn),
        ("scheduled-time", scheduler_time(due)),
        ("execution-id", execution_id),
        ("attempt-number", str(attempt)),
    ):
        text = text.replace(f"<aws.scheduler.{keyword}>", value)
    return text
