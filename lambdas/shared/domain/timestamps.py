"""Timestamps: UTC, ISO 8601, milliseconds, `Z`. Fixed width, so text order is time order."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from lambdas.shared.errors import RecordError

TIMESTAMP_PATTERN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def format_timestamp(moment: datetime) -> str:
    """`2026-11-20T14:31:00.000Z` for an aware datetime of any zone; microseconds are cut off."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds")[:23] + "Z"


def parse_timestamp(text: str) -> datetime:
    """Return the aware UTC datetime of a timestamp in exactly the project's format, else `RecordError`."""
    if not TIMESTAMP_PATTERN.fullmatch(text):
        raise RecordError(f"timestamp is not like 2026-11-20T14:31:00.000Z: {text[:40]!r}")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise RecordError(f"timestamp names no real moment: {text!r}") from error


def floor_minute(moment: datetime) -> datetime:
    """Return the start of the minute that holds `moment`."""
    return moment.replace(second=0, microsecond=0)


def floor_millisecond(moment: datetime) -> datetime:
    """`moment` without the part of a millisecond that the text format cannot hold."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def epoch_seconds(moment: datetime) -> int:
    """Whole seconds since 1970, the unit of DynamoDB's time to live."""
    return int(moment.timestamp())


def expiry(written_at: datetime, days: int) -> int:
    """Return the `expires_at` of an item written at `written_at` and kept for `days`."""
    return epoch_seconds(written_at + timedelta(days=days))
