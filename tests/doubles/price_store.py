"""live_prices in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.price import price_key
from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey
    from tests.doubles.steps import Step

KEPT_DAYS = 7
PAGE = 25  # prices of a request


class MemoryPriceStore:
    """Implements `ports.PriceStore`; `events` is what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.events: dict[PriceKey, PriceEvent] = {}
        self._expiry = Expiry["PriceKey"](KEPT_DAYS)
        self._step = step

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> dict[PriceKey, str]:
        """The event id at each key that has a price."""
        self._step("prices.read")
        alive = (key for key in keys if key in self.events and self._expiry.is_alive(key, now))
        return {key: self.events[key].event_id for key in alive}

    def save(
        self,
        events: Sequence[PriceEvent],
        written_at: datetime,
        saved: Callable[[Sequence[PriceEvent]], None] = lambda _: None,
    ) -> None:
        """Writes one price a key, page by page; a failure leaves the rest unwritten, as DynamoDB does."""
        for start in range(0, len(events), PAGE):
            for event in (page := events[start : start + PAGE]):
                self._step("prices.write")
                self.events[price_key(event)] = event
                self._expiry.note(price_key(event), event.series, written_at)
            saved(page)
        self._step("prices.written")
