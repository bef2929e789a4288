"""Plans: how much the holder of a provider's key may ask."""

from __future__ import annotations

from dataclasses import dataclass

ALPHA_VANTAGE = "alpha_vantage"
CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests that a key allows: `daily_requests` a day, `requests_per_minute` a minute; None is no limit.

    A day is one of New York, see `lambdas.shared.domain.request_count`.
    """

    daily_requests: int | None = None
    requests_per_minute: int | None = None

    def calls_per_tick(self, calls_in_time: int) -> int:
        """Return how many calls one wake-up may make that has the time for `calls_in_time`."""
        return calls_in_time if self.requests_per_minute is None else min(calls_in_time, self.requests_per_minute)


# A free key: 25 requests a day and one a second. Bulk quotes come with the plans from 600 requests a minute on; a
# premium key that allows fewer a minute is a custom plan, and asks for one symbol a call.
ALPHA_VANTAGE_PLANS = {"free": Plan(daily_requests=25), "premium": Plan(requests_per_minute=600)}
