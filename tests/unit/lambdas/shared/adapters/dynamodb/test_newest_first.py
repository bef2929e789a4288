from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, count_items, newest_first, to_rows
from lambdas.shared.domain.span import Span
from lambdas.shared.errors import DependencyError
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import page, query_client

EARLY = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
EARLY_TEXT = "2026-11-20T14:00:00.000Z"
LATE_TEXT = "2026-11-20T15:00:00.000Z"


def ticks(span: Span, **more: Any) -> PartitionQuery:
    return PartitionQuery("ticks", ("symbol", "AAPL"), "at", span, **more)


def request(**more: Any) -> dict[str, Any]:
    return {
        "TableName": "ticks",
        "KeyConditionExpression": "#symbol = :partition",
        "ExpressionAttributeNames": {"#symbol": "symbol"},
        "ExpressionAttributeValues": {":partition": {"S": "AAPL"}},
        "ScanIndexForward": False,
        **more,
    }


def bounded(condition: str, **bounds: str) -> dict[str, Any]:
    values = {f":{edge}": {"S": text} for edge, text in bounds.items()}
    return request(
        KeyConditionExpression=f"#symbol = :partition AND {condition}",
        ExpressionAttributeNames={"#symbol": "symbol", "#at": "at"},
        ExpressionAttributeValues={":partition": {"S": "AAPL"}, **values},
    )


def test_an_open_span_asks_for_the_whole_partition_newest_first() -> None:
    with query_client((request(), page([{"at": "2", "price": Decimal("1.50")}, {"at": "1"}]))) as client:
        assert list(newest_first(client, ticks(Span()))) == [{"at": "2", "price": Decimal("1.50")}, {"at": "1"}]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(since=EARLY), bounded("#at >= :since", since=EARLY_TEXT)),
        (Span(until=LATE), bounded("#at <= :until", until=LATE_TEXT)),
        (Span(EARLY, LATE), bounded("#at BETWEEN :since AND :until", since=EARLY_TEXT, until=LATE_TEXT)),
        (Span(EARLY, EARLY), bounded("#at BETWEEN :since AND :until", since=EARLY_TEXT, until=EARLY_TEXT)),
    ],
)
def test_bounds_become_one_key_condition(span: Span, expected: dict[str, Any]) -> None:
    with query_client((expected, page([]))) as client:
        assert list(newest_first(client, ticks(span))) == []


def test_an_end_widens_the_last_moment() -> None:
    expected = bounded("#at <= :until", until=LATE_TEXT + "$")
    with query_client((expected, page([]))) as client:
        assert list(newest_first(client, ticks(Span(until=LATE), end="$"))) == []


def test_a_span_without_a_moment_asks_nothing() -> None:
    with query_client() as client:
        assert list(newest_first(client, ticks(Span(since=LATE, until=EARLY)))) == []
        assert count_items(client, ticks(Span(since=LATE, until=EARLY))) == 0


def test_index_conditions_and_attributes_reach_the_request() -> None:
    query = ticks(Span(), index="by_day", conditions=(("expires_at", ">", 7), ("kind", "=", "x")), attributes=("at",))
    expected = request(
        IndexName="by_day",
        FilterExpression="#expires_at > :expires_at AND #kind = :kind",
        ProjectionExpression="#at",
        ExpressionAttributeNames={"#symbol": "symbol", "#at": "at", "#expires_at": "expires_at", "#kind": "kind"},
        ExpressionAttributeValues={":partition": {"S": "AAPL"}, ":expires_at": {"N": "7"}, ":kind": {"S": "x"}},
    )
    with query_client((expected, page([]))) as client:
        assert list(newest_first(client, query)) == []


def test_pages_are_followed_until_the_limit_and_each_looks_further() -> None:
    first, second = {"symbol": "AAPL", "at": "9"}, {"symbol": "AAPL", "at": "5"}
    exchanges = (
        (request(Limit=2), page([], last=first)),  # what it read was filtered out
        (request(Limit=8, ExclusiveStartKey={"symbol": {"S": "AAPL"}, "at": {"S": "9"}}), page([{"at": "6"}], second)),
        (
            request(Limit=32, ExclusiveStartKey={"symbol": {"S": "AAPL"}, "at": {"S": "5"}}),
            page([{"at": "4"}, {"at": "3"}], last={"symbol": "AAPL", "at": "3"}),
        ),
    )
    with query_client(*exchanges) as client:
        assert list(newest_first(client, ticks(Span(limit=2)))) == [{"at": "6"}, {"at": "4"}]


def test_without_a_limit_every_page_is_read() -> None:
    key = {"symbol": "AAPL", "at": "2"}
    more = request(ExclusiveStartKey={"symbol": {"S": "AAPL"}, "at": {"S": "2"}})
    with query_client((request(), page([{"at": "2"}], last=key)), (more, page([{"at": "1"}]))) as client:
        assert list(newest_first(client, ticks(Span()))) == [{"at": "2"}, {"at": "1"}]


def test_counting_adds_up_pages_and_fetches_no_attribute() -> None:
    more = request(Select="COUNT", ExclusiveStartKey={"symbol": {"S": "AAPL"}, "at": {"S": "2"}})
    exchanges = (
        (request(Select="COUNT"), {"Count": 3, "LastEvaluatedKey": {"symbol": {"S": "AAPL"}, "at": {"S": "2"}}}),
        (more, {"Count": 4}),
    )
    with query_client(*exchanges) as client:
        assert count_items(client, ticks(Span(limit=1), attributes=("at",))) == 7


def test_an_item_that_lacks_an_attribute_names_its_table() -> None:
    with pytest.raises(DependencyError, match=r"an item of ticks cannot be read: 'price'"):
        to_rows("ticks", lambda item: item["price"], [{"price": 1}, {}])
