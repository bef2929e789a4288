"""live_prices for its writer, price_processor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey

KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class DynamoPriceStore:
    """Implements `ports.PriceStore`."""

    client: DynamoDBClient
    table: str

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> dict[PriceKey, str]:
        """The event id standing at each key that has a price which has not expired by `now`."""
        wanted = [{"symbol": symbol, "timestamp": format_timestamp(at)} for symbol, at in keys]
        items = batch_get(self.client, self.table, wanted, ("symbol", "timestamp", "event_id", "expires_at"))
        return {
            (item["symbol"], parse_timestamp(item["timestamp"])): item["event_id"]
            for item in items
            if item["expires_at"] > epoch_seconds(now)
        }

    def save(self, events: Sequence[PriceEvent], written_at: datetime) -> None:
        """Writes one price a key."""
        expires_at = expiry(written_at, KEPT_DAYS)
        batch_put(self.client, self.table, [_item(event, expires_at) for event in events])


def _item(event: PriceEvent, expires_at: int) -> dict[str, Any]:
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
        "expires_at": expires_at,
    }
