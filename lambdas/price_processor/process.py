"""Keeps the live price of every series and moment, and the latest price of every series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.price import fold_prices, newest_prices, prices_to_write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import LatestPriceStore, PriceStore


@dataclass(frozen=True, slots=True)
class PriceProcessor:
    """The use case with what it needs from the outside."""

    prices: PriceStore
    latest: LatestPriceStore

    def run(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        """Fold a batch in memory, then write the prices that outrank what is stored, and the newest of each series.

        The newest are offered even when nothing is fresh: an earlier attempt may have failed between the two tables.
        """
        folded = fold_prices(events)
        fresh = prices_to_write(folded, self.prices.stored_ids(folded.keys(), now))
        self.prices.save(fresh, now)
        written = self.latest.offer(newest_prices(folded.values()), now)
        return {"events": len(events), "prices_written": len(fresh), "latest_written": written}
