"""live_prices for its writer, price_processor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import WRITE_LIMIT, batch_get, batch_put
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.in_parallel import each_in_parallel, in_parallel
from lambdas.shared.adapters.dynamodb.price_item import price_item
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey

ATTRIBUTES = ("series", "timestamp", "event_id", "expires_at")
# A key costs a unit to read, a query one for every twelve prices or so: from this many keys of a series on, its
# prices between the first and the last are read, unless others lie there too.
QUERIED_FROM = 10


@dataclass(frozen=True, slots=True)
class DynamoPriceStore:
    """Implements `ports.PriceStore`."""

    client: DynamoDBClient
    table: str

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> dict[PriceKey, str]:
        """Return the event id standing at each key that has a price which has not expired by `now`."""
        wanted = set(keys)
        found = {
            (item["series"], parse_timestamp(item["timestamp"])): item["event_id"]
            for item in self._items(wanted)
            if item["expires_at"] > epoch_seconds(now)
        }
        return {key: event_id for key, event_id in found.items() if key in wanted}

    def save(
        self,
        events: Sequence[PriceEvent],
        written_at: datetime,
        saved: Callable[[Sequence[PriceEvent]], None] = lambda _: None,
    ) -> None:
        """Write one price a key, requests side by side; `saved` is told of each request's prices in its thread."""

        def write(page: Sequence[PriceEvent]) -> None:
            batch_put(self.client, self.table, [price_item(event, written_at) for event in page])
            saved(page)

        each_in_parallel(write, [events[start : start + WRITE_LIMIT] for start in range(0, len(events), WRITE_LIMIT)])

    def _items(self, keys: Collection[PriceKey]) -> list[dict[str, Any]]:
        stamps: dict[str, list[str]] = defaultdict(list)
        for series, at in keys:
            stamps[series].append(format_timestamp(at))
        many = (series for series, moments in stamps.items() if len(moments) >= QUERIED_FROM)
        ranges = in_parallel(partial(self._between, stamps), many)
        queried = {series: items for series, items in ranges.items() if items is not None}
        rest = [
            {"series": series, "timestamp": at}
            for series, moments in stamps.items()
            if series not in queried
            for at in moments
        ]
        return [*chain.from_iterable(queried.values()), *batch_get(self.client, self.table, rest, ATTRIBUTES)]

    def _between(self, stamps: Mapping[str, Sequence[str]], series: str) -> list[dict[str, Any]] | None:
        """Return a series' prices from the first to the last moment; None if they are many more than the moments."""
        moments = stamps[series]
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="series = :series AND #timestamp BETWEEN :first AND :last",
            ProjectionExpression="series,#timestamp,event_id,expires_at",
            ExpressionAttributeNames={"#timestamp": "timestamp"},
            ExpressionAttributeValues=to_item({":series": series, ":first": min(moments), ":last": max(moments)}),
            ConsistentRead=True,
            Limit=2 * len(moments),
        )
        return None if answer.get("LastEvaluatedKey") else [from_item(item) for item in answer["Items"]]
