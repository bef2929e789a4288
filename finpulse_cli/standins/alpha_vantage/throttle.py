"""The provider's two limits: requests a minute and requests a day."""

from __future__ import annotations

from collections import deque
from datetime import date, datetime, timedelta
from enum import Enum
from threading import Lock

from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called

_MINUTE = timedelta(minutes=1)


class Limit(Enum):
    """The limit a request went over."""

    MINUTE = "minute"
    DAY = "day"


class Throttle:
    """Counts the requests it lets pass: those of any 60 seconds, and those of a day in New York. Thread-safe."""

    def __init__(self, per_minute: int | None = None, per_day: int | None = None) -> None:
        """None sets no limit."""
        self.per_minute = per_minute
        self.per_day = per_day
        self._recent: deque[datetime] = deque()
        self._day: date | None = None
        self._today = 0
        self._lock = Lock()

    def admit(self, now: datetime) -> Limit | None:
        """Return the limit that stands against a request at `now` (aware), or None where it passes and is counted."""
        with self._lock:
            self._forget(now)
            if self.per_day is not None and self._today >= self.per_day:
                return Limit.DAY
            if self.per_minute is not None and len(self._recent) >= self.per_minute:
                return Limit.MINUTE
            self._today += 1
            self._recent.append(now)
            return None

    def _forget(self, now: datetime) -> None:
        while self._recent and now - self._recent[0] >= _MINUTE:
            self._recent.popleft()
        today = now.astimezone(zone_called(MARKET_ZONE)).date()
        if today != self._day:
            self._day, self._today = today, 0
