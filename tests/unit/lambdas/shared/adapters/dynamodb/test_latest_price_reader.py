from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from botocore.stub import Stubber

from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.price_reader import ATTRIBUTES, StoredPrice
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TABLE = "latest"
NAMES = (*ATTRIBUTES, "expires_at")


def stored(symbol: str, **more: Any) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "timestamp": "2026-11-20T14:59:00.000Z",
        "price": Decimal("232.1501"),
        "volume": Decimal(1200),
        "volume_kind": "interval",
        "source": "alpha_vantage",
        "event_id": "a" * 32,
        "ingested_at": "2026-11-20T14:59:01.120Z",
        "expires_at": int(NOW.timestamp()) + 1,
        **more,
    }


@pytest.fixture
def stubber() -> Iterator[Stubber]:
    client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def expect(stubber: Stubber, symbols: Sequence[str], items: Sequence[dict[str, Any]]) -> None:
    """One request for exactly these symbols."""
    request = {
        TABLE: {
            "Keys": [to_item({"symbol": symbol}) for symbol in symbols],
            "ConsistentRead": True,
            "ProjectionExpression": ",".join(f"#a{place}" for place in range(len(NAMES))),
            "ExpressionAttributeNames": {f"#a{place}": name for place, name in enumerate(NAMES)},
        }
    }
    reply = {"Responses": {TABLE: [to_item(item) for item in items]}, "UnprocessedKeys": {}}
    stubber.add_response("batch_get_item", reply, {"RequestItems": request})


def read(stubber: Stubber, symbols: Sequence[str]) -> dict[str, StoredPrice]:
    return DynamoLatestPriceReader(cast("DynamoDBClient", stubber.client), TABLE).of_symbols(symbols, NOW)


def test_prices_come_in_the_order_asked_for_and_each_once(stubber: Stubber) -> None:
    expect(stubber, ["MSFT", "AAPL", "TSLA"], [stored("AAPL"), stored("MSFT", change_percent=Decimal("-0.42"))])
    found = read(stubber, ["MSFT", "AAPL", "MSFT", "TSLA"])
    assert list(found) == ["MSFT", "AAPL"]
    assert [price.change_percent for price in found.values()] == [Decimal("-0.42"), None]


@pytest.mark.parametrize(("symbols", "requests"), [(1, 1), (100, 1), (101, 2), (200, 2), (201, 3)])
def test_a_hundred_symbols_are_one_round_trip(stubber: Stubber, symbols: int, requests: int) -> None:
    wanted = [f"S{place}" for place in range(symbols)]
    for start in range(0, symbols, 100):
        page = wanted[start : start + 100]
        expect(stubber, page, [stored(symbol) for symbol in page])
    assert len(stubber._queue) == requests  # type: ignore[attr-defined]
    assert list(read(stubber, wanted)) == wanted


def test_no_symbols_need_no_request(stubber: Stubber) -> None:
    assert read(stubber, []) == {}


def test_what_has_expired_is_not_there(stubber: Stubber) -> None:
    expect(stubber, ["AAPL", "MSFT"], [stored("AAPL", expires_at=int(NOW.timestamp())), stored("MSFT")])
    assert list(read(stubber, ["AAPL", "MSFT"])) == ["MSFT"]


def test_an_unreadable_item_names_the_table(stubber: Stubber) -> None:
    item = {name: value for name, value in stored("AAPL").items() if name != "price"}
    expect(stubber, ["AAPL"], [item])
    with pytest.raises(DependencyError, match="an item of latest"):
        read(stubber, ["AAPL"])
