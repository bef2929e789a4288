"""A price as an item, the same in live_prices and latest_prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.timestamps import expiry, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

KEPT_DAYS = 7


def price_item(event: PriceEvent, written_at: datetime) -> dict[str, Any]:
    """The event as plain values; a change that is None becomes no attribute when it is written."""
    return {
        "symbol": event.symbol,
        "timestamp": format_timestamp(event.timestamp),
        "price": event.price,
        "volume": event.volume,
        "volume_kind": str(event.volume_kind),
        "change_percent": event.change_percent,
        "source": event.source,
        "event_id": event.event_id,
        "ingested_at": format_timestamp(event.ingested_at),
        "expires_at": expiry(written_at, KEPT_DAYS),
    }
