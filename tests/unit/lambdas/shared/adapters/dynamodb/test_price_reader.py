from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.stored import StoredPrice
from lambdas.shared.errors import DependencyError
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import newest_first, page, query_client

NOW = datetime(2026, 11, 20, 15, 0, 0, 900_000, tzinfo=UTC)
NAMES = (
    "feed",
    "symbol",
    "timestamp",
    "price",
    "volume",
    "volume_kind",
    "source",
    "event_id",
    "ingested_at",
    "change_percent",
)
ITEM: dict[str, Any] = {
    "feed": "live",
    "symbol": "AAPL",
    "timestamp": "2026-11-20T14:59:00.000Z",
    "price": Decimal("232.1501"),
    "volume": Decimal(1200),
    "volume_kind": "interval",
    "source": "alpha_vantage",
    "event_id": "a" * 32,
    "ingested_at": "2026-11-20T14:59:01.120Z",
    "change_percent": Decimal("-0.42"),
}


def request(series: str = "AAPL", **more: Any) -> dict[str, Any]:
    return newest_first("live", NAMES, ("series", series), "1795186800", **more)


def test_prices_come_typed_and_what_has_expired_is_asked_to_stay_away() -> None:
    with query_client((request(Limit=5), page([ITEM]))) as client:
        prices = DynamoPriceReader(client, "live").of_series("AAPL", Span(limit=5), NOW)
    assert prices == [StoredPrice(**ITEM)]


def test_a_quote_without_a_change_has_none() -> None:
    item = {name: value for name, value in ITEM.items() if name != "change_percent"}
    with query_client((request(), page([item]))) as client:
        assert DynamoPriceReader(client, "live").of_series("AAPL", Span(), NOW)[0].change_percent is None


def test_since_bounds_the_timestamp() -> None:
    bounded = request(KeyConditionExpression="#series = :partition AND #timestamp >= :since")
    bounded["ExpressionAttributeValues"][":since"] = {"S": "2026-11-20T14:00:00.000Z"}
    with query_client((bounded, page([]))) as client:
        since = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
        assert DynamoPriceReader(client, "live").of_series("AAPL", Span(since=since), NOW) == []


def test_the_newest_price_is_looked_for_beyond_expired_ones() -> None:
    key = {"series": "AAPL", "timestamp": "2026-11-20T14:59:30.000Z"}
    onwards = {"series": {"S": "AAPL"}, "timestamp": {"S": "2026-11-20T14:59:30.000Z"}}
    exchanges = (
        (request(Limit=1), page([], last=key)),
        (request(Limit=4, ExclusiveStartKey=onwards), page([ITEM])),
    )
    with query_client(*exchanges) as client:
        found = DynamoPriceReader(client, "live").of_each(["AAPL"], Span(limit=1), NOW)
        assert found == {"AAPL": [StoredPrice(**ITEM)]}


def test_a_series_without_a_price_has_an_empty_list() -> None:
    with query_client((request(Limit=1), page([]))) as client:
        assert DynamoPriceReader(client, "live").of_each(["AAPL"], Span(limit=1), NOW) == {"AAPL": []}


def test_an_unreadable_item_names_the_table() -> None:
    item = {name: value for name, value in ITEM.items() if name != "price"}
    with query_client((request(), page([item]))) as client, pytest.raises(DependencyError, match="an item of live"):
        DynamoPriceReader(client, "live").of_series("AAPL", Span(), NOW)
