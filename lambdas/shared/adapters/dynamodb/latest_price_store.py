"""latest_prices for its writer, price_processor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.in_parallel import in_parallel
from lambdas.shared.adapters.dynamodb.price_item import latest_item
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

# `PriceEvent.order` in DynamoDB's terms, and an item past its time is as good as gone.
OUTRANKS = (
    "attribute_not_exists(#symbol) OR #timestamp < :timestamp"
    " OR (#timestamp = :timestamp AND #event_id < :event_id) OR #expires_at <= :now"
)
NAMES = {f"#{name}": name for name in ("symbol", "timestamp", "event_id", "expires_at")}


@dataclass(frozen=True, slots=True)
class DynamoLatestPriceStore:
    """Implements `ports.LatestPriceStore`: a conditional write a series, side by side."""

    client: DynamoDBClient
    table: str

    def offer(self, newest: Mapping[str, PriceEvent], now: datetime) -> int:
        """Write the events that outrank what stands at their symbols; return how many did."""
        write = partial(self._write_if_newer, newest, now)
        return sum(in_parallel(write, newest).values())

    def _write_if_newer(self, newest: Mapping[str, PriceEvent], now: datetime, series: str) -> bool:
        event = newest[series]
        limits = {
            ":timestamp": format_timestamp(event.timestamp),
            ":event_id": event.event_id,
            ":now": epoch_seconds(now),
        }
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_item(latest_item(event, now)),
                ConditionExpression=OUTRANKS,
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item(limits),
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True
