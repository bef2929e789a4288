"""Batches of a DynamoDB stream as Lambda hands them to a function."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lambdas.push_fanout.records import Form
from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.images import anomaly_of, candle_of, price_of
from lambdas.shared.adapters.dynamodb.price_item import latest_item
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.subscription import Channel
from tests.factories import NOON, anomaly, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMS = {
    "latest": Form(Channel.PRICES, price_of),
    "candles": Form(Channel.CANDLES, candle_of),
    "anomalies": Form(Channel.ANOMALIES, anomaly_of),
}
KEYS = {
    "latest": ("feed", "symbol"),
    "candles": ("series", "candle_timestamp"),
    "anomalies": ("symbol", "anomaly_id"),
}


def record(table: str, item: dict[str, Any], name: str = "MODIFY") -> dict[str, Any]:
    """One record of a table's stream, as it is when streams carry new images."""
    image = to_item(item)
    change: dict[str, Any] = {"Keys": {key: image[key] for key in KEYS[table]}, "StreamViewType": "NEW_IMAGE"}
    if name != "REMOVE":
        change["NewImage"] = image
    return {
        "eventID": "1",
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "eventSourceARN": f"arn:aws:dynamodb:us-east-1:000000000000:table/{table}/stream/2026-11-20T17:00:00.000",
        "dynamodb": change,
    }


def batch(*records: dict[str, Any]) -> dict[str, Any]:
    """The event for these records."""
    return {"Records": list(records)}


def price(symbol: str = "AAPL", amount: str = "231.5", seconds: float = 0, feed: str = LIVE) -> dict[str, Any]:
    """An item of latest_prices."""
    return latest_item(price_event(amount, seconds=seconds, symbol=symbol, feed=feed), NOON)


def candle(
    symbol: str = "AAPL", amounts: Sequence[str] = ("231.5",), minute: int = 0, feed: str = LIVE
) -> dict[str, Any]:
    """An item of price_candles, of one event an amount."""
    events = price_run(amounts, every=1, symbol=symbol, feed=feed)
    moved = [replace(event, timestamp=event.timestamp + timedelta(minutes=minute)) for event in events]
    folded = fold_candle(None, moved)
    assert folded
    return candle_item(folded, 2_000_000_000)


def alert(symbol: str = "AAPL", *, seconds: float = 0, alerted: bool = False, feed: str = LIVE) -> dict[str, Any]:
    """An item of anomalies."""
    found = anomaly(price_event("412.5", seconds=seconds, symbol=symbol, feed=feed))
    return anomaly_item(found, NOON) | {"alerted": alerted}
