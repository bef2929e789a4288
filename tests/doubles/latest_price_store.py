"""latest_prices in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from tests.doubles.steps import Step

KEPT = timedelta(days=7)


class MemoryLatestPriceStore:
    """Implements `ports.LatestPriceStore`; `events` is what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.events: dict[str, PriceEvent] = {}
        self._expiry: dict[str, datetime] = {}
        self._step = step

    def offer(self, newest: Mapping[str, PriceEvent], now: datetime) -> int:
        """Writes what outranks the stored; a failure leaves the other symbols unwritten or not, as it happens."""
        written = 0
        for symbol, event in newest.items():
            self._step("latest.write")
            if self._outranks(symbol, event, now):
                self.events[symbol] = event
                self._expiry[symbol] = now + KEPT
                written += 1
        self._step("latest.written")
        return written

    def _outranks(self, symbol: str, event: PriceEvent, now: datetime) -> bool:
        stored = self.events.get(symbol)
        return stored is None or self._expiry[symbol] <= now or event.order > stored.order
