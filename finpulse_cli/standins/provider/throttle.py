"""A provider's limits on requests: of a second, of a minute and of a day."""

from __future__ import annotations

import re
from collections import deque
from datetime import date, datetime, timedelta
from enum import StrEnum
from threading import Lock

from finpulse_cli.core.errors import UsageError
from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called

_MINUTE, _SECOND = timedelta(minutes=1), timedelta(seconds=1)
_LIMIT = re.compile(r"([1-9][0-9]{0,6})/(second|minute|day)")


class Limit(StrEnum):
    """The limit a request went over."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Throttle:
    """Counts the requests it lets pass: of any second, any 60 seconds, and a day in New York. Thread-safe."""

    def __init__(
        self, per_minute: int | None = None, per_day: int | None = None, per_second: int | None = None
    ) -> None:
        """None sets no limit."""
        self.per_second = per_second
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
            if self.per_second is not None and self._within_a_second(now) >= self.per_second:
                return Limit.SECOND
            self._today += 1
            self._recent.append(now)
            return None

    def _within_a_second(self, now: datetime) -> int:
        return sum(now - moment < _SECOND for moment in self._recent)

    def _forget(self, now: datetime) -> None:
        while self._recent and now - self._recent[0] >= _MINUTE:
            self._recent.popleft()
        today = now.astimezone(zone_called(MARKET_ZONE)).date()
        if today != self._day:
            self._day, self._today = today, 0


def parse_throttle(text: str) -> Throttle:
    """Read limits such as `1/second,5/minute,25/day`; nothing sets none. Raises `UsageError`."""
    limits: dict[Limit, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _LIMIT.fullmatch(part)
        if match is None or Limit(match[2]) in limits:
            raise UsageError(
                f"{part!r} is no limit on requests, or there are two.", "Write it like 1/second,5/minute,25/day."
            )
        limits[Limit(match[2])] = int(match[1])
    return Throttle(limits.get(Limit.MINUTE), limits.get(Limit.DAY), limits.get(Limit.SECOND))
