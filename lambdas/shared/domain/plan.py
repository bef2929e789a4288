"""Plans: how much the holder of a provider's key may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Provider = TypeVar("Provider", bound=str)


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


def leading_provider(plans: Mapping[Provider, Plan]) -> Provider:
    """Return the provider by whose plan symbols are spread: the first that counts no day, else the first of all.

    `plans` are those of the providers that are asked, in their order, and at least one.
    """
    return next((name for name, plan in plans.items() if plan.daily_requests is None), next(iter(plans)))
