"""The tables of a sandbox as plain values, to compare and to clear."""

from __future__ import annotations

from typing import Any

from lambdas.shared.adapters.dynamodb.batch import WRITE_LIMIT
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.feed import split_series
from tests.e2e.sandbox import Sandbox

KEYS = {
    "live_prices": ("series", "timestamp"),
    "latest_prices": ("feed", "symbol"),
    "price_candles": ("series", "candle_timestamp"),
    "session_starts": ("series", "session"),
    "counters": ("scope", "bucket"),
    "anomalies": ("symbol", "anomaly_id"),
    "detector_state": ("series",),
}
OF_THE_MOMENT = ("ingested_at", "started_at", "expires_at")  # when a run wrote, not what
Snapshot = dict[str, dict[tuple[str, ...], dict[str, Any]]]


def items(sandbox: Sandbox, table: str) -> list[dict[str, Any]]:
    """Everything in a table."""
    pages = sandbox.clients.dynamodb.get_paginator("scan").paginate(
        TableName=sandbox.stack.tables[table], ConsistentRead=True
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def left_in(sandbox: Sandbox, feed: str) -> Snapshot:
    """All that a feed has in the tables, item by item, without the moments of writing."""
    return {
        table: {
            tuple(item[key] for key in keys): {name: item[name] for name in item if name not in OF_THE_MOMENT}
            for item in items(sandbox, table)
            if feed_of_item(item) == feed
        }
        for table, keys in KEYS.items()
    }


def clear(sandbox: Sandbox, feed: str) -> None:
    """Deletes what `left_in` would return."""
    client = sandbox.clients.dynamodb
    for table, keys in KEYS.items():
        gone = [{key: item[key] for key in keys} for item in items(sandbox, table) if feed_of_item(item) == feed]
        requests: Any = [{"DeleteRequest": {"Key": to_item(key)}} for key in gone]
        for start in range(0, len(requests), WRITE_LIMIT):
            left = client.batch_write_item(
                RequestItems={sandbox.stack.tables[table]: requests[start : start + WRITE_LIMIT]}
            )["UnprocessedItems"]
            assert not left


def feed_of_item(item: dict[str, Any]) -> str:
    """The feed that an item of any of the tables belongs to."""
    feed = item.get("feed") or (split_series(item["series"])[0] if "series" in item else item["scope"])
    return str(feed)
