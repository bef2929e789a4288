"""counters for data_ingester: which closing quotes it has put, for every process that asks after the close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.counter_keys import REQUESTS, closing_bucket
from lambdas.shared.domain.timestamps import expiry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from mypy_boto3_dynamodb import DynamoDBClient

KEPT_DAYS = 10  # a key whose quotes are a day old asks for the last close over the longest weekend


@dataclass(frozen=True, slots=True)
class DynamoClosingQuotes:
    """Implements `ports.ClosingQuotes`."""

    client: DynamoDBClient
    table: str
    clock: Callable[[], datetime]

    def known(self, session: date) -> Collection[str]:
        """Return the ids that were noted, read consistently."""
        found = self.client.get_item(TableName=self.table, Key=_key(session), ConsistentRead=True)
        return frozenset(found.get("Item", {}).get("ids", {}).get("SS", ()))

    def note(self, session: date, event_ids: Collection[str]) -> None:
        """Add ids; adding them again changes nothing."""
        values: dict[str, Any] = {":ids": {"SS": sorted(event_ids)}}
        self.client.update_item(
            TableName=self.table,
            Key=_key(session),
            UpdateExpression="ADD ids :ids SET expires_at = :expiry",
            ExpressionAttributeValues=values | to_item({":expiry": expiry(self.clock(), KEPT_DAYS)}),
        )


def _key(session: date) -> dict[str, Any]:
    return to_item({"scope": REQUESTS, "bucket": closing_bucket(session)})
