"""latest_prices for those who only read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.newest_first import to_rows
from lambdas.shared.adapters.dynamodb.price_reader import ATTRIBUTES, price_row
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.stored import StoredPrice


@dataclass(frozen=True, slots=True)
class DynamoLatestPriceReader:
    """Reads latest_prices, a feed at once.

    Consistently, at twice the price of a read that may lag: a page that is loaded again must not show an older
    price than the one pushed to it a moment before.
    """

    client: DynamoDBClient
    table: str

    def of_feed(self, feed: str, now: datetime) -> dict[str, StoredPrice]:
        """Return the newest price of each symbol of a feed that has not expired by `now`, symbols in order."""
        names = {f"#a{place}": name for place, name in enumerate(ATTRIBUTES)}
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="#feed = :feed",
            FilterExpression="expires_at > :now",
            ProjectionExpression=",".join(names),
            ExpressionAttributeNames={**names, "#feed": "feed"},
            ExpressionAttributeValues=to_item({":feed": feed, ":now": epoch_seconds(now)}),
            ConsistentRead=True,
        )
        items = [from_item(item) for page in pages for item in page["Items"]]
        return {row.symbol: row for row in to_rows(self.table, price_row, items)}
