"""The count of a provider's requests, by day.

A day is a calendar day in New York. No provider says when its own day begins; midnight in New York and midnight UTC
are both told of Alpha Vantage. Both lie outside every session, so whichever it is, the requests of a session are all
of one day, here and there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.open_hours import next_opening
from lambdas.shared.domain.sessions import trading_day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from lambdas.shared.domain.quote_time import ExchangeHours


@dataclass(frozen=True, slots=True)
class RequestCount:
    """The requests that a provider was sent on a `day`; `limit` is what its plan allows, None without a limit."""

    provider: str
    day: date
    used: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """The requests that are left of the day; None without a limit."""
        return None if self.limit is None else max(0, self.limit - self.used)

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left of the day's requests."""
        return self.left == 0

    def goes_on_at(self, now: datetime, hours: ExchangeHours) -> datetime | None:
        """Return when the provider is asked again (aware UTC), None while requests are left.

        That is when the exchange opens on a later day. Raises `SessionUnknownError` where its calendar ends.
        """
        return next_opening(now, hours) if self.is_used_up else None


def request_day(moment: datetime) -> date:
    """Return the day that a request made at an aware `moment` counts for."""
    return trading_day_of(moment)
