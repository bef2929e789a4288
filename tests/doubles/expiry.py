"""When rows of a table in memory expire."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

Key = TypeVar("Key")


class Expiry(Generic[Key]):
    """Rows of the live market are kept `live_days`, those of a replay a day."""

    def __init__(self, live_days: int) -> None:
        self._live_days = live_days
        self._until: dict[Key, datetime] = {}

    def note(self, key: Key, series: str, written_at: datetime) -> None:
        """Notes that a row was written."""
        self._until[key] = written_at + timedelta(days=1 if "@" in series else self._live_days)

    def is_alive(self, key: Key, now: datetime) -> bool:
        """Whether a row that was written is still there."""
        return self._until[key] > now
