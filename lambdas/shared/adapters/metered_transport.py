"""HTTP calls to a provider, each of them counted before it is made.

Here and not around a source of quotes: a call that is tried again, or made once more with another key, is another
request to whoever counts them at the other end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lambdas.shared.ports import RequestBudget


class Transport(Protocol):
    """Fetches an address; raises `QuoteError` without any part of it."""

    def get(self, address: str) -> bytes:
        """Return the body of the answer."""


@dataclass(frozen=True, slots=True)
class MeteredTransport:
    """Takes a request from the provider's `budget`, then fetches by `transport`."""

    transport: Transport
    budget: RequestBudget
    clock: Callable[[], datetime]

    def get(self, address: str) -> bytes:
        """Return the body of the answer; raises `QuotaUsedUpError`, and makes no call, when the budget has none."""
        self.budget.take(self.clock())
        return self.transport.get(address)
