from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.domain.anomaly import Severity
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.stored import StoredAnomaly
from tests.unit.lambdas.shared.adapters.dynamodb.query_stub import newest_first, page, query_client

SINCE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NAMES = (
    "feed",
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
    "threshold",
    "high_threshold",
    "scale",
    "held_by",
    "held_until",
    "delivered_to",
    "acknowledged_at",
    "acknowledged_by",
)
WINDOW = [Decimal(f"232.{place:02d}") for place in range(30)]
ITEM: dict[str, Any] = {
    "feed": "flash-crash.k3f9q2",
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
    "detector": "calibrated",
    "window": WINDOW,
    "alerted": True,
    "source": "replay",
    "threshold": Decimal("3.25"),
    "high_threshold": Decimal(5),
    "scale": "5m",
}
ROW = StoredAnomaly(**{**ITEM, "window": tuple(WINDOW)})


def request(partition: str, value: str, **more: Any) -> dict[str, Any]:
    return newest_first("anomalies", NAMES, (partition, value), "1795186800", **more)


def test_recent_reads_all_feeds_through_their_listing() -> None:
    expected = request("listing", "all", IndexName="recent", Limit=50)
    with query_client((expected, page([ITEM]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").recent(Span(limit=50), UNTIL) == [ROW]


def test_a_span_takes_in_every_event_of_its_last_moment() -> None:
    expected = request("listing", "all", IndexName="recent")
    expected["KeyConditionExpression"] += " AND #anomaly_id BETWEEN :since AND :until"
    expected["ExpressionAttributeNames"]["#anomaly_id"] = "anomaly_id"
    expected["ExpressionAttributeValues"] |= {
        ":since": {"S": "2026-11-20T14:00:00.000Z"},
        ":until": {"S": "2026-11-20T15:00:00.000Z$"},
    }
    with query_client((expected, page([]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").recent(Span(SINCE, UNTIL), UNTIL) == []
    assert "2026-11-20T15:00:00.000Z#" + "f" * 32 < "2026-11-20T15:00:00.000Z$" < "2026-11-20T15:00:00.001Z#"


def test_one_symbol_is_read_from_the_table_and_filtered_by_severity() -> None:
    condition = "#expires_at > :expires_at AND #severity = :severity"
    expected = request("symbol", "AAPL", FilterExpression=condition)
    expected["ExpressionAttributeValues"][":severity"] = {"S": "HIGH"}
    with query_client((expected, page([ITEM]))) as client:
        reader = DynamoAnomalyReader(client, "anomalies")
        assert reader.of_symbol("AAPL", Span(), UNTIL, severity=Severity.HIGH) == [ROW]


def test_one_symbol_of_one_feed_is_filtered_by_the_feed() -> None:
    expected = request("symbol", "AAPL", FilterExpression="#expires_at > :expires_at AND #feed = :feed")
    expected["ExpressionAttributeValues"][":feed"] = {"S": "calm.1"}
    with query_client((expected, page([]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").of_symbol("AAPL", Span(), UNTIL, feed="calm.1") == []


def test_one_feed_is_read_through_its_index() -> None:
    expected = request("feed", "calm.1", IndexName="by_feed", Limit=50)
    with query_client((expected, page([ITEM]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").recent(Span(limit=50), UNTIL, "calm.1") == [ROW]


def test_the_anomalies_of_an_event_are_found_through_their_index_in_the_order_of_the_catalogue() -> None:
    expected = request("event_id", "a" * 32, IndexName="by_event", Limit=10)
    others = [{**ITEM, "detector": name} for name in ("of another version", "multiscale", "zscore")]
    with query_client((expected, page([ITEM, *others]))) as client:
        found = DynamoAnomalyReader(client, "anomalies").by_event("a" * 32, UNTIL)
    assert [row.detector for row in found] == ["zscore", "multiscale", "calibrated", "of another version"]
    assert found[2] == ROW


def test_an_event_that_was_no_anomaly_has_none() -> None:
    expected = request("event_id", "b" * 32, IndexName="by_event", Limit=10)
    with query_client((expected, page([]))) as client:
        assert DynamoAnomalyReader(client, "anomalies").by_event("b" * 32, UNTIL) == []


def test_an_anomaly_of_before_detectors_had_limits_of_their_own_has_those_of_zscore() -> None:
    item = {name: value for name, value in ITEM.items() if name not in ("threshold", "high_threshold", "scale")}
    expected = request("listing", "all", IndexName="recent", Limit=1)
    with query_client((expected, page([item]))) as client:
        (row,) = DynamoAnomalyReader(client, "anomalies").recent(Span(limit=1), UNTIL)
    assert (row.threshold, row.high_threshold, row.scale) == (Decimal("2.5"), Decimal("3.5"), None)


def test_counting_fetches_no_item() -> None:
    expected = {
        "TableName": "anomalies",
        "IndexName": "by_feed",
        "KeyConditionExpression": "#feed = :partition AND #anomaly_id >= :since",
        "FilterExpression": "#expires_at > :expires_at",
        "ExpressionAttributeNames": {"#feed": "feed", "#anomaly_id": "anomaly_id", "#expires_at": "expires_at"},
        "ExpressionAttributeValues": {
            ":partition": {"S": "live"},
            ":since": {"S": "2026-11-20T14:00:00.000Z"},
            ":expires_at": {"N": "1795186800"},
        },
        "ScanIndexForward": False,
        "Select": "COUNT",
    }
    with query_client((expected, {"Count": 12})) as client:
        assert DynamoAnomalyReader(client, "anomalies").count("live", Span(since=SINCE), UNTIL) == 12
