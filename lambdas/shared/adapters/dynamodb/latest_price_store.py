"""latest_prices for its writer, price_processor, which is the only one that a series has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.price_item import latest_item
from lambdas.shared.domain.feed import series_of, split_series
from lambdas.shared.domain.timestamps import epoch_seconds, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import Order

ATTRIBUTES = ("feed", "symbol", "timestamp", "event_id", "expires_at")


@dataclass(frozen=True, slots=True)
class DynamoLatestPriceStore:
    """Implements `ports.LatestPriceStore`. An item past its time is as good as gone."""

    client: DynamoDBClient
    table: str

    def load(self, series: Collection[str], now: datetime) -> dict[str, Order]:
        """Return moment and id of the event that stands at each series that has one, read consistently."""
        keys = [dict(zip(("feed", "symbol"), split_series(name), strict=True)) for name in series]
        return {
            series_of(item["feed"], item["symbol"]): (parse_timestamp(item["timestamp"]), item["event_id"])
            for item in batch_get(self.client, self.table, keys, ATTRIBUTES)
            if item["expires_at"] > epoch_seconds(now)
        }

    def save(self, newest: Mapping[str, PriceEvent], written_at: datetime) -> None:
        """Write the event of each series."""
        batch_put(self.client, self.table, [latest_item(event, written_at) for event in newest.values()])
