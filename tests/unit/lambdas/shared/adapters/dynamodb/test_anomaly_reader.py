from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader, StoredAnomaly
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.domain.anomaly import Severity
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import page, query_client

SINCE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NAMES = (
    "symbol",
    "detected_at",
    "event_id",
    "direction",
    "severity",
    "current_price",
    "mean_price",
    "stdev",
    "z_score",
    "deviation_percent",
    "detector",
    "window",
    "alerted",
    "source",
)
WINDOW = [Decimal(f"232.{place:02d}") for place in range(30)]
ITEM: dict[str, Any] = {
    "symbol": "AAPL",
    "detected_at": "2026-11-20T14:31:00.000Z",
    "event_id": "a" * 32,
    "direction": "DROP",
    "severity": "HIGH",
    "current_price": Decimal("210.5"),
    "mean_price": Decimal("232.145"),
    "stdev": Decimal("0.0880340843"),
    "z_score": Decimal("-245.87"),
    "deviation_percent": Decimal("-9.32"),
    "detector": "zscore",
    "window": WINDOW,
    "alerted": True,
    "source": "replay:flash-crash",
}
ROW = StoredAnomaly(**{**ITEM, "window": tuple(WINDOW)})


def request(partition: str, value: str, **more: Any) -> dict[str, Any]:
    names = {*NAMES, partition}
    return {
        "TableName": "anomalies",
        "KeyConditionExpression": f"#{partition} = :partition",
        "ProjectionExpression": ",".join(f"#{name}" for name in NAMES),
        "ExpressionAttributeNames": {f"#{name}": name for name in names},
        "ExpressionAttributeValues": {":partition": {"S": value}},
        "ScanIndexForward": False,
        **more,
    }


def test_recent_reads_the_feed_of_all_symbols() -> None:
    expected = request("feed", "all", IndexName="recent", Limit=50)
    with query_client((expected, page([ITEM]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").recent(Span(limit=50)) == [ROW]


def test_a_span_takes_in_every_event_of_its_last_moment() -> None:
    expected = request("feed", "all", IndexName="recent")
    expected["KeyConditionExpression"] += " AND #anomaly_id BETWEEN :since AND :until"
    expected["ExpressionAttributeNames"]["#anomaly_id"] = "anomaly_id"
    expected["ExpressionAttributeValues"] |= {
        ":since": {"S": "2026-11-20T14:00:00.000Z"},
        ":until": {"S": "2026-11-20T15:00:00.000Z$"},
    }
    with query_client((expected, page([]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").recent(Span(SINCE, UNTIL)) == []
    assert "2026-11-20T15:00:00.000Z#" + "f" * 32 < "2026-11-20T15:00:00.000Z$" < "2026-11-20T15:00:00.001Z#"


def test_one_symbol_is_read_from_the_table_and_filtered_by_severity() -> None:
    expected = request("symbol", "AAPL", FilterExpression="#severity = :severity")
    expected["ExpressionAttributeValues"][":severity"] = {"S": "HIGH"}
    with query_client((expected, page([ITEM]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").of_symbol("AAPL", Span(), Severity.HIGH) == [ROW]


def test_one_event_is_found_through_its_index() -> None:
    expected = request("event_id", "a" * 32, IndexName="by_event", Limit=1)
    with query_client((expected, page([ITEM]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").by_event("a" * 32) == ROW


def test_an_event_that_was_no_anomaly_is_none() -> None:
    expected = request("event_id", "b" * 32, IndexName="by_event", Limit=1)
    with query_client((expected, page([]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").by_event("b" * 32) is None


def test_counting_fetches_no_item() -> None:
    expected = {
        "TableName": "anomalies",
        "IndexName": "recent",
        "KeyConditionExpression": "#feed = :partition AND #anomaly_id >= :since",
        "ExpressionAttributeNames": {"#feed": "feed", "#anomaly_id": "anomaly_id"},
        "ExpressionAttributeValues": {":partition": {"S": "all"}, ":since": {"S": "2026-11-20T14:00:00.000Z"}},
        "ScanIndexForward": False,
        "Select": "COUNT",
    }
    with query_client((expected, {"Count": 12})) as client:
        assert DynamoAnomalyReader(client, "anomalies").count(Span(since=SINCE)) == 12
