"""The tables of a sandbox as plain values, to compare and to clear."""

from __future__ import annotations

from typing import Any

from lambdas.shared.adapters.dynamodb.batch import WRITE_LIMIT
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from tests.e2e.sandbox import Sandbox

KEYS = {
    "live_prices": ("symbol", "timestamp"),
    "price_candles": ("symbol", "candle_timestamp"),
    "anomalies": ("symbol", "anomaly_id"),
    "detector_state": ("series",),
}
OF_THE_MOMENT = ("ingested_at", "expires_at")  # when a run wrote, not what
Snapshot = dict[str, dict[tuple[str, ...], dict[str, Any]]]


def items(sandbox: Sandbox, table: str) -> list[dict[str, Any]]:
    """Everything in a table."""
    pages = sandbox.clients.dynamodb.get_paginator("scan").paginate(
        TableName=sandbox.stack.tables[table], ConsistentRead=True
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def replayed(sandbox: Sandbox, day: str) -> Snapshot:
    """What replays with `--rebase keep` of a recorded day left, item by item, without the moments of writing.

    Live quotes of the stand-in server are of another day, or of another series.
    """
    snapshot: Snapshot = {}
    for table, keys in KEYS.items():
        snapshot[table] = {
            tuple(item[key] for key in keys): {name: item[name] for name in item if name not in OF_THE_MOMENT}
            for item in items(sandbox, table)
            if _of_day(item, keys, day)
        }
    return snapshot


def clear_replayed(sandbox: Sandbox, day: str) -> None:
    """Deletes what `replayed` would return."""
    client = sandbox.clients.dynamodb
    for table, keys in KEYS.items():
        gone = [{key: item[key] for key in keys} for item in items(sandbox, table) if _of_day(item, keys, day)]
        requests: Any = [{"DeleteRequest": {"Key": to_item(key)}} for key in gone]
        for start in range(0, len(requests), WRITE_LIMIT):
            left = client.batch_write_item(
                RequestItems={sandbox.stack.tables[table]: requests[start : start + WRITE_LIMIT]}
            )["UnprocessedItems"]
            assert not left


def _of_day(item: dict[str, Any], keys: tuple[str, ...], day: str) -> bool:
    if keys == ("series",):
        return str(item["series"]).startswith("replay:")
    return str(item[keys[1]]).startswith(day)
