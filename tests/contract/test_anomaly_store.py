from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.domain.anomaly import Severity
from lambdas.shared.domain.zscore import Score
from tests.contract.conftest import MEMORY
from tests.doubles.anomaly_store import MemoryAnomalyStore
from tests.factories import anomaly, price_event

if TYPE_CHECKING:
    from lambdas.shared.ports import AnomalyStore
    from tests.contract.tables import Tables

CRASH = anomaly(price_event("90"))
TWIN = anomaly(price_event("80"))  # of the same symbol and moment


@pytest.fixture
def dynamo(tables: Tables) -> DynamoAnomalyStore:
    return DynamoAnomalyStore(tables.client, tables.create("anomalies"))


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> AnomalyStore:
    if kind == MEMORY:
        return MemoryAnomalyStore()
    dynamo: DynamoAnomalyStore = request.getfixturevalue("dynamo")
    return dynamo


def test_an_alert_is_claimed_once(store: AnomalyStore) -> None:
    store.add(CRASH)
    assert store.claim_alert(CRASH)
    assert not store.claim_alert(CRASH)


def test_a_claim_can_be_given_back(store: AnomalyStore) -> None:
    store.add(CRASH)
    store.claim_alert(CRASH)
    store.release_alert(CRASH)
    assert store.claim_alert(CRASH)


def test_two_anomalies_of_one_moment_have_a_claim_each(store: AnomalyStore) -> None:
    for found in (CRASH, TWIN):
        store.add(found)
    assert store.claim_alert(CRASH)
    assert store.claim_alert(TWIN)


def test_adding_again_does_not_bring_the_claim_back(store: AnomalyStore) -> None:
    store.add(CRASH)
    store.claim_alert(CRASH)
    store.add(CRASH)
    assert not store.claim_alert(CRASH)


def test_an_anomaly_that_is_not_stored_cannot_be_claimed(store: AnomalyStore) -> None:
    assert not store.claim_alert(CRASH)


def test_the_item_has_the_designs_attributes(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add(CRASH)
    assert tables.items(dynamo.table) == [
        {
            "symbol": "AAPL",
            "anomaly_id": f"2026-11-20T17:00:00.000Z#{CRASH.event.event_id}",
            "feed": "all",
            "detected_at": "2026-11-20T17:00:00.000Z",
            "event_id": CRASH.event.event_id,
            "source": "replay:test",
            "direction": "SPIKE",
            "severity": "HIGH",
            "current_price": Decimal(90),
            "mean_price": Decimal(400),
            "stdev": Decimal("0.04"),
            "z_score": Decimal("312.5"),
            "deviation_percent": Decimal("3.125"),
            "detector": "zscore",
            "window": [Decimal(400)] * 30,
            "alerted": False,
        }
    ]


def test_adding_twice_keeps_the_first(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add(CRASH)
    dynamo.add(replace(CRASH, severity=Severity.MEDIUM))
    (item,) = tables.items(dynamo.table)
    assert item["severity"] == "HIGH"


def test_the_item_says_whether_its_alert_went_out(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add(CRASH)
    dynamo.claim_alert(CRASH)
    assert tables.items(dynamo.table)[0]["alerted"] is True
    dynamo.release_alert(CRASH)
    assert tables.items(dynamo.table)[0]["alerted"] is False


def test_claiming_what_is_not_stored_leaves_no_stub(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.claim_alert(CRASH)
    assert tables.items(dynamo.table) == []


def test_statistics_keep_twelve_digits(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add(replace(CRASH, score=Score(mean=100 / 3, stdev=1e-17 / 3, z=-2e20 / 3, deviation_percent=2e5 / 3)))
    (item,) = tables.items(dynamo.table)
    assert item["mean_price"] == Decimal("33.3333333333")
    assert item["stdev"] == Decimal("3.33333333333E-18")
    assert item["z_score"] == Decimal("-6.66666666667E+19")
    assert item["deviation_percent"] == Decimal("66666.6666667")


def test_both_indexes_find_the_anomaly(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    for found in (CRASH, TWIN):
        dynamo.add(found)
    assert _count(tables, dynamo.table, "recent", "feed", "all") == 2
    assert _count(tables, dynamo.table, "by_event", "event_id", CRASH.event.event_id) == 1


def _count(tables: Tables, table: str, index: str, attribute: str, value: str) -> int:
    return tables.client.query(
        TableName=table,
        IndexName=index,
        KeyConditionExpression=f"{attribute} = :value",
        ExpressionAttributeValues={":value": {"S": value}},
    )["Count"]
