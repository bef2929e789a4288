"""Moments for people: UTC, and how long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_UNITS = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))


def age_text(age: timedelta) -> str:
    """Write `45s`, `3m`, `2h`, `5d`: whole units, cut off. A moment ahead of the clock reads `+45s`."""
    seconds = int(abs(age).total_seconds())
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), (1, "s"))
    sign = "+" if age < timedelta(0) and seconds else ""
    return f"{sign}{seconds // size}{unit}"


def moment_text(moment: datetime, now: datetime) -> str:
    """Write `14:31:00` on the day of `now`, `11-20 14:31:00` in its year, else `2025-11-20 14:31:00`; always UTC."""
    utc, today = moment.astimezone(UTC), now.astimezone(UTC)
    if utc.date() == today.date():
        return f"{utc:%H:%M:%S}"
    return f"{utc:%m-%d %H:%M:%S}" if utc.year == today.year else f"{utc:%Y-%m-%d %H:%M:%S}"
