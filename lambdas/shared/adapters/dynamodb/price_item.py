"""A price as an item of live_prices, and of latest_prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.feed import kept_days
from lambdas.shared.domain.timestamps import expiry, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

KEPT_DAYS = 7


def price_item(event: PriceEvent, written_at: datetime) -> dict[str, Any]:
    """Return the event as plain values, under the key of live_prices: `series` and `timestamp`.

    A change that is None becomes no attribute when it is written.
    """
    return {"series": event.series, **latest_item(event, written_at)}


def latest_item(event: PriceEvent, written_at: datetime) -> dict[str, Any]:
    """Return the event as plain values, under the key of latest_prices: `feed` and `symbol`."""
    return {
        "feed": event.feed,
        "symbol": event.symbol,
        "timestamp": format_timestamp(event.timestamp),
        "price": event.price,
        "volume": event.volume,
        "volume_kind": str(event.volume_kind),
        "change_percent": event.change_percent,
        "source": str(event.source),
        "event_id": event.event_id,
        "ingested_at": format_timestamp(event.ingested_at),
        "expires_at": expiry(written_at, kept_days(event.feed, KEPT_DAYS)),
    }
