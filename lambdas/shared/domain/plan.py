"""Plans: how much the holder of a provider's key may ask."""

from __future__ import annotations

from dataclasses import dataclass

ALPHA_VANTAGE = "alpha_vantage"


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests that a key allows: `daily_requests` a day, `requests_per_minute` a minute; None is no limit.

    Terraform has the numbers of each plan by name (terraform/plans.tf). A day is one of New York, see
    `lambdas.shared.domain.request_count`.
    """

    daily_requests: int | None = None
    requests_per_minute: int | None = None

    def calls_per_tick(self, calls_in_time: int) -> int:
        """Return how many calls one wake-up may make that has the time for `calls_in_time`."""
        return calls_in_time if self.requests_per_minute is None else min(calls_in_time, self.requests_per_minute)
