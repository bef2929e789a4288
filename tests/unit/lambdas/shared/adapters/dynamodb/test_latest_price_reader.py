from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.price_reader import ATTRIBUTES
from lambdas.shared.errors import DependencyError
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import page, query_client

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TABLE = "latest"
REQUEST: dict[str, Any] = {
    "TableName": TABLE,
    "KeyConditionExpression": "#feed = :feed",
    "FilterExpression": "expires_at > :now",
    "ProjectionExpression": ",".join(f"#a{place}" for place in range(len(ATTRIBUTES))),
    "ExpressionAttributeNames": {"#feed": "feed", **{f"#a{place}": name for place, name in enumerate(ATTRIBUTES)}},
    "ExpressionAttributeValues": {":feed": {"S": "calm.1"}, ":now": {"N": "1795186800"}},
    "ConsistentRead": True,
}


def stored(symbol: str, **more: Any) -> dict[str, Any]:
    return {
        "feed": "calm.1",
        "symbol": symbol,
        "timestamp": "2026-11-20T14:59:00.000Z",
        "price": Decimal("232.1501"),
        "volume": Decimal(1200),
        "volume_kind": "interval",
        "source": "replay",
        "event_id": "a" * 32,
        "ingested_at": "2026-11-20T14:59:01.120Z",
        **more,
    }


def test_a_feeds_prices_are_one_query_and_more_where_a_page_does_not_hold_them() -> None:
    key = {"feed": "calm.1", "symbol": "MSFT"}
    onwards = {"feed": {"S": "calm.1"}, "symbol": {"S": "MSFT"}}
    exchanges = (
        (REQUEST, page([stored("AAPL", change_percent=Decimal("-0.42")), stored("MSFT")], last=key)),
        (REQUEST | {"ExclusiveStartKey": onwards}, page([stored("TSLA")])),
    )
    with query_client(*exchanges) as client:
        found = DynamoLatestPriceReader(client, TABLE).of_feed("calm.1", NOW)
    assert list(found) == ["AAPL", "MSFT", "TSLA"]
    assert [price.change_percent for price in found.values()] == [Decimal("-0.42"), None, None]


def test_a_feed_that_nobody_knows_has_no_prices() -> None:
    with query_client((REQUEST, page([]))) as client:
        assert DynamoLatestPriceReader(client, TABLE).of_feed("calm.1", NOW) == {}


def test_an_unreadable_item_names_the_table() -> None:
    item = {name: value for name, value in stored("AAPL").items() if name != "price"}
    with query_client((REQUEST, page([item]))) as client, pytest.raises(DependencyError, match="an item of latest"):
        DynamoLatestPriceReader(client, TABLE).of_feed("calm.1", NOW)
