"""Quiet hours as they are written: `22:00-07:00`, a zone, `mon-fri`."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.alerts.zones import zone_offsets
from lambdas.shared.domain.alert_policy import EVERY_DAY, QuietHours
from lambdas.shared.domain.timestamps import floor_millisecond, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def quiet_hours(hours: str, zone: str, days: str | None, now: datetime, *, high_passes: bool) -> QuietHours:
    """Return quiet hours that hold from now on. Raises UsageError, which shows an example of each part."""
    found = _HOURS.fullmatch(hours.strip())
    if found is None:
        raise UsageError(f"{hours!r} are no hours of a day", "give them like 22:00-07:00, or off")
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    return QuietHours(
        since=floor_millisecond(now),
        begins=time(first_hour, first_minute),
        ends=time(last_hour, last_minute),
        zone=zone,
        offsets=zone_offsets(zone, now),
        days=EVERY_DAY if days is None else _days(days),
        high_passes=high_passes,
    )


def quiet_values(quiet: QuietHours, now: datetime) -> dict[str, Any]:
    """Return the object that `--json` prints; `quiet_until` is None between two quiet periods."""
    period = quiet.period(now)
    return {
        "hours": f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}",
        "zone": quiet.zone,
        "days": [DAYS[day] for day in sorted(quiet.days)],
        "high_passes": quiet.high_passes,
        "since": format_timestamp(quiet.since),
        "quiet_until": format_timestamp(period[1]) if period else None,
    }


def quiet_text(quiet: QuietHours) -> str:
    """Return `22:00-07:00 Europe/Berlin, every day; HIGH passes`."""
    days = "every day" if quiet.days == EVERY_DAY else " ".join(DAYS[day] for day in sorted(quiet.days))
    passes = "HIGH passes" if quiet.high_passes else "HIGH is held too"
    return f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M} {quiet.zone}, {days}; {passes}"


def _days(text: str) -> frozenset[int]:
    """Read `mon-fri`, `sat,sun`, `fri-mon`."""
    days: set[int] = set()
    for part in text.lower().split(","):
        first, dash, last = part.strip().partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise UsageError(f"{part.strip()!r} is no day of the week", "give days like mon-fri or sat,sun")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        days |= {day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)}
    return frozenset(days)
