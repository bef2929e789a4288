"""counters for those who only read them: the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.counter_keys import (
    ANOMALIES,
    END,
    EVENTS,
    FEEDS,
    REQUESTS,
    counts_of,
    hour_prefix,
    request_prefix,
)
from lambdas.shared.domain.request_count import RequestCount
from lambdas.shared.domain.stored import StoredFeed
from lambdas.shared.domain.timestamps import epoch_seconds, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoCounterReader:
    """Implements `ports.CounterReader`. `now` decides what has expired: DynamoDB may keep such items for days."""

    client: DynamoDBClient
    table: str

    def events(self, feed: str, since: datetime, until: datetime, now: datetime) -> int:
        """Return how many events a feed has in the minutes that begin from `since` to `until`, both included."""
        first, last = hour_prefix(EVENTS, since), hour_prefix(EVENTS, until) + END
        return sum(
            count
            for item in self._items(feed, first, last, now)
            for minute, count in counts_of(item["minutes"]).items()
            if since <= parse_timestamp(item["hour"]) + timedelta(minutes=minute) <= until
        )

    def anomalies(self, feed: str, since: datetime, now: datetime) -> int:
        """Return how many anomalies a feed has from `since`, the start of an hour, on."""
        items = self._items(feed, hour_prefix(ANOMALIES, since), f"{ANOMALIES}#{END}", now)
        return sum(int(item["anomalies"]) for item in items)

    def feeds(self, now: datetime) -> list[StoredFeed]:
        """Return every feed that has events, the last to begin first."""
        by_feed: dict[str, list[Mapping[str, Any]]] = {}
        for item in self._items(FEEDS, "", END, now):
            by_feed.setdefault(item["feed"], []).append(item)
        found = [_feed(feed, items) for feed, items in by_feed.items()]
        return sorted(found, key=lambda stored: (stored.started_at, stored.feed), reverse=True)

    def requests(self, day: date, now: datetime) -> list[RequestCount]:
        """Return the requests that providers were sent on a day in New York, by provider."""
        first = request_prefix(day)
        return [_requests_of(item) for item in self._items(REQUESTS, first, first + END, now)]

    def _items(self, scope: str, first: str, last: str, now: datetime) -> Iterator[dict[str, Any]]:
        """Return the items of a scope whose buckets lie between two texts.

        They are read consistently: a replay that has just ended is told in full.
        """
        bounds = {":first": first, ":last": last} if first else {}
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="#scope = :scope" + (" AND #bucket BETWEEN :first AND :last" if first else ""),
            FilterExpression="expires_at > :now",
            ExpressionAttributeNames={"#scope": "scope", **({"#bucket": "bucket"} if first else {})},
            ExpressionAttributeValues=to_item({":scope": scope, ":now": epoch_seconds(now), **bounds}),
            ConsistentRead=True,
        )
        for page in pages:
            for item in page["Items"]:
                yield from_item(item)


def _requests_of(item: Mapping[str, Any]) -> RequestCount:
    """Return the count of a day, with the limit of the plan that took the last request."""
    limit = item.get("limit")
    return RequestCount(
        item["provider"], date.fromisoformat(item["day"]), int(item["used"]), None if limit is None else int(limit)
    )


def _feed(feed: str, items: Sequence[Mapping[str, Any]]) -> StoredFeed:
    return StoredFeed(
        feed=feed,
        symbols=tuple(sorted({item["symbol"] for item in items})),
        started_at=min(item["started_at"] for item in items),
        newest_at=max(item["newest_at"] for item in items),
        events=sum(int(item["events"]) for item in items),
    )
