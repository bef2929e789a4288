"""Keeps the live price of every symbol and moment, and the latest price of every symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.price import fold_prices, newest_prices, prices_to_write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import LatestPriceStore, PriceStore


def process_prices(
    events: Sequence[PriceEvent], store: PriceStore, latest: LatestPriceStore, now: datetime
) -> dict[str, int]:
    """Folds a batch in memory, then writes the prices that outrank what is stored, and the newest of each symbol.

    The newest are offered even when nothing is fresh: an earlier attempt may have failed between the two tables.
    """
    folded = fold_prices(events)
    fresh = prices_to_write(folded, store.stored_ids(folded.keys(), now))
    store.save(fresh, now)
    written = latest.offer(newest_prices(folded.values()), now)
    return {"events": len(events), "prices_written": len(fresh), "latest_written": written}
