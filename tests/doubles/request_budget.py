"""The counts of requests, and whose turn it is, in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import Source
from lambdas.shared.domain.request_count import RequestCount, request_day
from lambdas.shared.domain.spreading import Turn
from lambdas.shared.domain.timestamps import floor_minute
from lambdas.shared.errors import QuotaUsedUpError, QuoteThrottledError

if TYPE_CHECKING:
    from datetime import date, datetime

    from lambdas.shared.domain.plan import Plan


@dataclass
class MemoryBudget:
    """Implements `ports.RequestBudget`; `taken_at` are the moments of all requests."""

    plan: Plan
    provider: str = Source.ALPHA_VANTAGE
    days: Counter[date] = field(default_factory=Counter)
    minutes: Counter[datetime] = field(default_factory=Counter)
    taken_at: list[datetime] = field(default_factory=list)

    def take(self, now: datetime) -> RequestCount:
        """Take one request of the minute, then of the day."""
        self._take(self.minutes, floor_minute(now), self.plan.requests_per_minute, "minute")
        self._take(self.days, request_day(now), self.plan.daily_requests, "day")
        self.taken_at.append(now)
        return self.count(now)

    def count(self, now: datetime) -> RequestCount:
        """Return the day's count."""
        day = request_day(now)
        return RequestCount(self.provider, day, self.days[day], self.plan.daily_requests)

    @staticmethod
    def _take(taken: Counter[date] | Counter[datetime], key: date | datetime, limit: int | None, period: str) -> None:
        if limit is not None and taken[key] >= limit:  # type: ignore[index]
            kind = QuotaUsedUpError if period == "day" else QuoteThrottledError
            raise kind(f"the plan's {limit} requests a {period} are used up")
        taken[key] += 1  # type: ignore[index]


@dataclass
class MemoryTurns:
    """Implements `ports.AskingTurns`."""

    turn: Turn = field(default_factory=Turn)

    def read(self) -> Turn:
        """Return where the turn stands."""
        return self.turn

    def move(self, before: Turn, after: Turn) -> bool:
        """Move it on, if it stands where it stood."""
        if self.turn != before:
            return False
        self.turn = after
        return True
