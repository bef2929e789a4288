"""connections: one item for each connection of the push API that has subscribed.

`symbols` and `channels` are lists of text, sorted; an item without `symbols` wants all of them; `feed` is the one whose
prices and candles are wanted. API Gateway ends a
connection after two hours, so no item is worth more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.subscription import Channel, Subscription
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "all"  # the table's one partition, so that one query finds everybody
LONGEST_CONNECTION = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DynamoConnectionStore:
    """Implements `ports.ConnectionStore`."""

    client: DynamoDBClient
    table: str

    def subscribe(self, connection_id: str, subscription: Subscription, connected_at: datetime) -> None:
        """Write the item of a connection, replacing its former one."""
        expires_at = epoch_seconds(connected_at + LONGEST_CONNECTION)
        item = _key(connection_id) | _wishes(subscription) | {"expires_at": expires_at}
        self.client.put_item(TableName=self.table, Item=to_item(item))

    def remove(self, connection_id: str) -> None:
        """Delete the item of a connection, if there is one."""
        self.client.delete_item(TableName=self.table, Key=to_item(_key(connection_id)))

    def subscriptions(self, now: datetime) -> dict[str, Subscription]:
        """Read the subscriptions consistently: who has been told "subscribed" misses no later change."""
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="listing = :listing",
            FilterExpression="expires_at > :now",
            ExpressionAttributeValues=to_item({":listing": LISTING, ":now": epoch_seconds(now)}),
            ConsistentRead=True,
        )
        items = (from_item(item) for page in pages for item in page["Items"])
        return {item["connection_id"]: _subscription(item) for item in items}


def _key(connection_id: str) -> dict[str, Any]:
    return {"listing": LISTING, "connection_id": connection_id}


def _wishes(subscription: Subscription) -> dict[str, Any]:
    symbols = subscription.symbols
    return {
        "symbols": None if symbols is None else sorted(symbols),
        "channels": sorted(map(str, subscription.channels)),
        "feed": subscription.feed,
    }


def _subscription(item: Mapping[str, Any]) -> Subscription:
    symbols = item.get("symbols")
    return Subscription(
        symbols=None if symbols is None else frozenset(symbols),
        channels=frozenset(map(Channel, item["channels"])),
        feed=item["feed"],
    )
