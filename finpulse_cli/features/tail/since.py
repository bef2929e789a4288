"""`--since` and `--for`: how far back a command looks, and how long something lasts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from finpulse_cli.core.errors import UsageError

_SPAN = re.compile(r"(\d{1,9})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_length(text: str, option: str) -> timedelta:
    """Read `90s`, `15m`, `2h` or `3d`. Raises UsageError, which names the option."""
    span = _SPAN.fullmatch(text.strip())
    if span:  # nine digits of days are no more than timedelta holds
        return _length(span)
    raise UsageError(f"{option} {text!r} is no length of time", "give one like 90s, 15m, 2h or 3d")


def _length(span: re.Match[str]) -> timedelta:
    return timedelta(**{_UNITS[span[2]]: int(span[1])})


def parse_since(text: str, now: datetime) -> datetime:
    """Read `90s`, `15m`, `2h`, `3d` before `now`, or an ISO 8601 timestamp, which is UTC unless it says otherwise.

    Raises UsageError, which shows an example of each.
    """
    span = _SPAN.fullmatch(text.strip())
    try:
        if span:
            return now - _length(span)
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--since {text!r} is neither a length of time nor a moment",
            "give a length like 90s, 15m, 2h or 3d, or a moment like 2026-11-20T14:31:00Z",
        ) from error
