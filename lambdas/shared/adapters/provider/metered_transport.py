"""HTTP calls to a provider, each of them counted before it is made.

Here and not around a source of quotes: a call that is tried again, or made once more with another key, is another
request to whoever counts them at the other end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lambdas.shared.adapters.provider.keyed_calls import Transport
    from lambdas.shared.ports import RequestBudget


@dataclass(frozen=True, slots=True)
class MeteredTransport:
    """Takes a request from the provider's `budget`, then fetches by `transport`."""

    transport: Transport
    budget: RequestBudget
    clock: Callable[[], datetime]

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of the answer; raises `QuoteThrottledError`, and makes no call, if the budget has none."""
        self.budget.take(self.clock())
        return self.transport.get(address, headers)
