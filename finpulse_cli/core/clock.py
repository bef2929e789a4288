"""The clock of the command line."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current time, aware UTC."""
    return datetime.now(UTC)
