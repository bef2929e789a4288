"""A schedule as the target stores it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.standins.scheduler.expression import Expression, parse_expression

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_scheduler.type_defs import GetScheduleOutputTypeDef

ENABLED = "ENABLED"
# What the Scheduler assumes where a schedule says nothing.
_ATTEMPTS, _AGE_SECONDS = 185, 86_400


@dataclass(frozen=True, slots=True)
class Schedule:
    """`retries` are further attempts after a failed one, within `age_seconds` of the first."""

    arn: str
    enabled: bool
    expression: Expression
    target_arn: str
    input: str
    retries: int
    age_seconds: int
    begin: datetime | None
    end: datetime | None

    def due(self, minute: datetime) -> datetime | None:
        """Return when it was last due in the minute that ends now; None where not, or it is disabled or over."""
        moment = self.expression.due(minute) if self.enabled else None
        if moment is None or (self.begin and moment < self.begin) or (self.end and moment > self.end):
            return None
        return moment


def read_schedule(scheduler: EventBridgeSchedulerClient, name: str) -> Schedule:
    """Read the schedule of this name. Raises FailedError where it is not understood, and what boto3 raises."""
    return parse_schedule(scheduler.get_schedule(Name=name))


def parse_schedule(found: GetScheduleOutputTypeDef) -> Schedule:
    """Parse a schedule from the Scheduler's answer. Raises FailedError where it is not understood."""
    target, begin = found["Target"], found.get("StartDate")
    retry = target.get("RetryPolicy", {})
    created = begin or found.get("CreationDate") or datetime.fromtimestamp(0, UTC)
    zone = _zone(found.get("ScheduleExpressionTimezone") or "UTC")
    return Schedule(
        arn=found["Arn"],
        enabled=found["State"] == ENABLED,
        expression=parse_expression(found["ScheduleExpression"], zone, created),
        target_arn=target["Arn"],
        input=target.get("Input") or "{}",
        retries=retry.get("MaximumRetryAttempts", _ATTEMPTS),
        age_seconds=retry.get("MaximumEventAgeInSeconds", _AGE_SECONDS),
        begin=begin,
        end=found.get("EndDate"),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise FailedError(f"there is no time zone {name} on this machine", to_run("up")) from None
