"""live_prices for its writer, price_processor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.price_item import price_item
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey


@dataclass(frozen=True, slots=True)
class DynamoPriceStore:
    """Implements `ports.PriceStore`."""

    client: DynamoDBClient
    table: str

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> dict[PriceKey, str]:
        """Return the event id standing at each key that has a price which has not expired by `now`."""
        wanted = [{"series": series, "timestamp": format_timestamp(at)} for series, at in keys]
        items = batch_get(self.client, self.table, wanted, ("series", "timestamp", "event_id", "expires_at"))
        return {
            (item["series"], parse_timestamp(item["timestamp"])): item["event_id"]
            for item in items
            if item["expires_at"] > epoch_seconds(now)
        }

    def save(self, events: Sequence[PriceEvent], written_at: datetime) -> None:
        """Write one price a key."""
        batch_put(self.client, self.table, [price_item(event, written_at) for event in events])
