"""Schedules that go by the clocks of their time zone: MiniStack keeps ScheduleExpressionTimezone and goes by UTC's.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo


class ZonedExpression(str):
    """The text of an expression that also knows its zone; anywhere else it is that text."""

    __slots__ = ("zone",)
    zone: ZoneInfo


class ZonedFields(tuple[Any, ...]):
    """The fields of a cron expression that also know its zone."""

    zone: ZoneInfo


def install() -> None:
    """Wrap MiniStack's sweep, and how it reads a cron expression and finds the next moment that fits."""
    scheduler: Any = import_module("ministack.services.scheduler")
    events: Any = import_module("ministack.services.eventbridge")
    sweep, parse, next_fire = scheduler._tick_schedules, events._parse_cron_fields, events._cron_next_fire

    def swept() -> None:
        for schedule in list(scheduler._schedules._data.values()):
            schedule["ScheduleExpression"] = zoned(schedule)
        sweep()

    def parsed(expression: str) -> Any:
        fields = parse(expression)
        if fields is None or not isinstance(expression, ZonedExpression):
            return fields
        found = ZonedFields(fields)
        found.zone = expression.zone
        return found

    def next_due(fields: Any, after: datetime) -> datetime | None:
        local = after.astimezone(fields.zone) if isinstance(fields, ZonedFields) else after
        found: datetime | None = next_fire(fields, local)
        return found and found.astimezone(UTC)

    scheduler._tick_schedules = swept
    events._parse_cron_fields, events._cron_next_fire = parsed, next_due


def zoned(schedule: dict[str, Any]) -> str:
    """Return a schedule's expression, which knows its zone unless that is UTC."""
    text, zone = str(schedule.get("ScheduleExpression", "")), schedule.get("ScheduleExpressionTimezone") or "UTC"
    if zone == "UTC":
        return text
    expression = ZonedExpression(text)
    expression.zone = ZoneInfo(zone)
    return expression
