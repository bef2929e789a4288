"""latest_prices in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import Order
    from tests.doubles.steps import Step

KEPT_DAYS = 7


class MemoryLatestPriceStore:
    """Implements `ports.LatestPriceStore`; `events` is what stands in the table, by series."""

    def __init__(self, step: Step = never_fails) -> None:
        self.events: dict[str, PriceEvent] = {}
        self._expiry = Expiry[str](KEPT_DAYS)
        self._step = step

    def load(self, series: Collection[str], now: datetime) -> dict[str, Order]:
        """The order of the event at each series that has one."""
        self._step("latest.read")
        alive = (name for name in series if name in self.events and self._expiry.is_alive(name, now))
        return {name: self.events[name].order for name in alive}

    def save(self, newest: Mapping[str, PriceEvent], written_at: datetime) -> None:
        """Writes the event of each series; a failure leaves the rest unwritten."""
        for series, event in newest.items():
            self._step("latest.write")
            self.events[series] = event
            self._expiry.note(series, series, written_at)
        self._step("latest.written")
