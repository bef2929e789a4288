"""latest_prices in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from tests.doubles.steps import Step

KEPT_DAYS = 7


class MemoryLatestPriceStore:
    """Implements `ports.LatestPriceStore`; `events` is what stands in the table, by series."""

    def __init__(self, step: Step = never_fails) -> None:
        self.events: dict[str, PriceEvent] = {}
        self._expiry = Expiry[str](KEPT_DAYS)
        self._step = step

    def offer(self, newest: Mapping[str, PriceEvent], now: datetime) -> int:
        """Writes what outranks the stored; a failure leaves the other symbols unwritten or not, as it happens."""
        written = 0
        for series, event in newest.items():
            self._step("latest.write")
            if self._outranks(series, event, now):
                self.events[series] = event
                self._expiry.note(series, series, now)
                written += 1
        self._step("latest.written")
        return written

    def _outranks(self, series: str, event: PriceEvent, now: datetime) -> bool:
        stored = self.events.get(series)
        return stored is None or not self._expiry.is_alive(series, now) or event.order > stored.order
