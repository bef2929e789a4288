"""Keeps the live price of every series and moment, and the latest price of every series.

A series has one writer, its shard's consumer, which comes to its events in the order of the stream. So what the table
of latest prices holds of a series says what was done before: nothing stands behind it but what an attempt left that
failed, and that attempt's events come again. An event behind it is written without a look; one at or before it may be
late, put twice or delivered again, and is compared with what stands at its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.price import fold_prices, is_ahead, newest_prices, price_key, prices_to_write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import Order, PriceKey
    from lambdas.shared.ports import LatestPriceStore, PriceStore


@dataclass(frozen=True, slots=True)
class PriceProcessor:
    """The use case with what it needs from the outside."""

    prices: PriceStore
    latest: LatestPriceStore

    def run(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        """Fold a batch in memory, then write the prices that outrank what is stored, and the newest of each series.

        Latest prices are written last, and those of the prices that are written also where others fail: the batch that
        comes again goes on from there.
        """
        folded = fold_prices(events)
        standing = self.latest.load({event.series for event in folded.values()}, now)
        fresh = self._fresh(folded, standing, now)
        unwritten = dict(fresh)

        def saved(events: Sequence[PriceEvent]) -> None:
            for event in events:
                del unwritten[price_key(event)]

        try:
            self.prices.save(list(fresh.values()), now, saved)
        finally:
            done = (event for key, event in folded.items() if key not in unwritten)
            newest = {s: event for s, event in newest_prices(done).items() if is_ahead(event, standing.get(s))}
            self.latest.save(newest, now)
        return {"events": len(events), "prices_written": len(fresh), "latest_written": len(newest)}

    def _fresh(
        self, folded: Mapping[PriceKey, PriceEvent], standing: Mapping[str, Order], now: datetime
    ) -> dict[PriceKey, PriceEvent]:
        doubtful = [
            key
            for key, event in folded.items()
            if event.series not in standing or not is_ahead(event, standing[event.series])
        ]
        return prices_to_write(folded, self.prices.stored_ids(doubtful, now) if doubtful else {})
