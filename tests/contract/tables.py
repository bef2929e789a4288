"""The tables of the stack on a bare emulator: keys and indexes only, as terraform/ gives them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEYS = {
    "live-prices": ("series", "timestamp"),
    "latest-prices": ("feed", "symbol"),
    "price-candles": ("series", "candle_timestamp"),
    "anomalies": ("symbol", "anomaly_id"),
    "detector-state": ("series",),
    "consumer-progress": ("consumer", "shard_id"),
    "connections": ("listing", "connection_id"),
    "session-starts": ("series", "session"),
    "counters": ("scope", "bucket"),
}
INDEXES = {
    "anomalies": {
        "recent": ("listing", "anomaly_id"),
        "by_feed": ("feed", "anomaly_id"),
        "by_event": ("event_id",),
    }
}

_NUMBERS = count()  # of the whole process: every test that makes tables makes them on the same emulator


@dataclass
class Tables:
    """Makes tables that no other test uses."""

    client: DynamoDBClient

    def create(self, kind: str) -> str:
        """A new table with the keys of `finpulse-<kind>`; returns its name."""
        name = f"{kind}-{next(_NUMBERS)}"
        indexes = INDEXES.get(kind, {})
        attributes = {attribute for keys in (KEYS[kind], *indexes.values()) for attribute in keys}
        more: Any = {"GlobalSecondaryIndexes": [_index(*index) for index in indexes.items()]} if indexes else {}
        self.client.create_table(
            TableName=name,
            KeySchema=_schema(KEYS[kind]),
            AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes],
            BillingMode="PAY_PER_REQUEST",
            **more,
        )
        return name

    def item(self, table: str, **key: str) -> dict[str, Any]:
        """The item at a key."""
        return from_item(self.client.get_item(TableName=table, Key=to_item(key), ConsistentRead=True)["Item"])

    def items(self, table: str) -> list[dict[str, Any]]:
        """Every item of a table."""
        pages = self.client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [from_item(item) for page in pages for item in page["Items"]]


def _schema(keys: tuple[str, ...]) -> Any:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, ("HASH", "RANGE"), strict=False)]


def _index(name: str, keys: tuple[str, ...]) -> Any:
    return {"IndexName": name, "KeySchema": _schema(keys), "Projection": {"ProjectionType": "ALL"}}
