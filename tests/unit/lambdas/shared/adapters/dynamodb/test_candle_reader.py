from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lambdas.shared.adapters.dynamodb.candle_reader import DynamoCandleReader
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.stored import StoredCandle
from lambdas.shared.errors import DependencyError
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import newest_first, page, query_client

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NAMES = (
    "feed",
    "symbol",
    "candle_timestamp",
    "open",
    "high",
    "low",
    "close",
    "volume",
    "trades",
    "first_at",
    "last_at",
)
ITEM: dict[str, Any] = {
    "feed": "live",
    "symbol": "AAPL",
    "candle_timestamp": "2026-11-20T14:59:00.000Z",
    "open": Decimal("232.10"),
    "high": Decimal("232.20"),
    "low": Decimal("232.05"),
    "close": Decimal("232.15"),
    "volume": Decimal(1200),
    "trades": Decimal(4),
    "first_at": "2026-11-20T14:59:00.000Z",
    "last_at": "2026-11-20T14:59:45.000Z",
}


def request(series: str = "AAPL", **more: Any) -> dict[str, Any]:
    return newest_first("candles", NAMES, ("series", series), "1795186800", **more)


def test_candles_come_typed_without_the_bookkeeping() -> None:
    with query_client((request(Limit=60), page([ITEM]))) as client:
        candles = DynamoCandleReader(client, "candles").of_series("AAPL", Span(limit=60), NOW)
    assert candles == [StoredCandle(**{**ITEM, "trades": 4})]
    assert type(candles[0].trades) is int


def test_since_and_until_bound_the_minute() -> None:
    bounded = request(KeyConditionExpression="#series = :partition AND #candle_timestamp BETWEEN :since AND :until")
    bounded["ExpressionAttributeValues"] |= {
        ":since": {"S": "2026-11-20T14:00:00.000Z"},
        ":until": {"S": "2026-11-20T15:00:00.000Z"},
    }
    with query_client((bounded, page([]))) as client:
        since = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
        assert DynamoCandleReader(client, "candles").of_series("AAPL", Span(since, NOW), NOW) == []


def test_several_series_are_read_under_their_names() -> None:
    with query_client((request(Limit=1), page([ITEM]))) as client:
        candles = DynamoCandleReader(client, "candles").of_each(["AAPL"], Span(limit=1), NOW)
    assert {series: len(found) for series, found in candles.items()} == {"AAPL": 1}


def test_an_unreadable_item_names_the_table() -> None:
    item = {name: value for name, value in ITEM.items() if name != "trades"}
    with query_client((request(), page([item]))) as client, pytest.raises(DependencyError, match="an item of candles"):
        DynamoCandleReader(client, "candles").of_series("AAPL", Span(), NOW)
