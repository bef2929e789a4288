"""The tables of the stack on a bare emulator: keys and indexes only, as terraform/ gives them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
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
    "alerting": ("scope", "name"),
}
INDEXES = {
    "anomalies": {
        "recent": ("listing", "anomaly_id"),
        "by_feed": ("feed", "anomaly_id"),
        "by_event": ("event_id",),
        "by_hold": ("held_by", "held_until"),
    }
}

MEMORY, REAL = "memory", "real"

_NUMBERS = count()  # of the whole process: every test that makes tables makes them on the same emulator


Memory = TypeVar("Memory")
Dynamo = TypeVar("Dynamo")


def implementation(
    kind: str,
    request: pytest.FixtureRequest,
    memory: Callable[[], Memory],
    dynamo: Callable[[DynamoDBClient, str], Dynamo],
    table: str,
) -> Memory | Dynamo:
    """Return the store of a `kind`: in memory, or on a new table of the emulator, which starts only then."""
    if kind == MEMORY:
        return memory()
    tables: Tables = request.getfixturevalue("tables")
    return dynamo(tables.client, tables.create(table))


@dataclass
class Tables:
    """Makes tables that no other test uses."""

    client: DynamoDBClient

    def create(self, kind: str) -> str:
        """A new table with the keys of `finpulse-<kind>`; returns its name."""
        name = f"{kind}-{next(_NUMBERS)}"
        create_table(self.client, kind, name)
        return name

    def item(self, table: str, **key: str) -> dict[str, Any]:
        """The item at a key."""
        return from_item(self.client.get_item(TableName=table, Key=to_item(key), ConsistentRead=True)["Item"])

    def items(self, table: str) -> list[dict[str, Any]]:
        """Every item of a table."""
        pages = self.client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [from_item(item) for page in pages for item in page["Items"]]


def create_table(client: DynamoDBClient, kind: str, name: str) -> None:
    """Make a table with the keys and indexes of `finpulse-<kind>`."""
    indexes = INDEXES.get(kind, {})
    attributes = {attribute for keys in (KEYS[kind], *indexes.values()) for attribute in keys}
    more: Any = {"GlobalSecondaryIndexes": [_index(*index) for index in indexes.items()]} if indexes else {}
    client.create_table(
        TableName=name,
        KeySchema=_schema(KEYS[kind]),
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in attributes],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )


def _schema(keys: tuple[str, ...]) -> Any:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, ("HASH", "RANGE"), strict=False)]


def _index(name: str, keys: tuple[str, ...]) -> Any:
    return {"IndexName": name, "KeySchema": _schema(keys), "Projection": {"ProjectionType": "ALL"}}
