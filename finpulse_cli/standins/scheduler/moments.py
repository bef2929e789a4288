"""Minutes, and times as the Scheduler writes them. All in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MINUTE = timedelta(minutes=1)


def floor_minute(moment: datetime) -> datetime:
    """Return the beginning of the minute that a moment is in."""
    return moment.replace(second=0, microsecond=0)


def scheduler_time(moment: datetime) -> str:
    """Write 2026-11-20T14:31:00Z, as the Scheduler fills in `<aws.scheduler.scheduled-time>`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
