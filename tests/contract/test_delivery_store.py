from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from lambdas.shared.ports import DeliveryClaim, DeliveryStore
from tests.contract.tables import MEMORY
from tests.doubles.webhooks import MemoryDeliveries
from tests.factories import NOON, anomaly

if TYPE_CHECKING:
    from tests.contract.tables import Tables

FOUND = anomaly()
LATER = NOON + timedelta(seconds=60)


@pytest.fixture
def dynamo(tables: Tables) -> DynamoDeliveryStore:
    return DynamoDeliveryStore(tables.client, tables.create("alerting"), tables.create("anomalies"), "us")


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> DeliveryStore:
    if kind == MEMORY:
        return MemoryDeliveries()
    dynamo: DynamoDeliveryStore = request.getfixturevalue("dynamo")
    return dynamo


def rival(store: DeliveryStore) -> DeliveryStore:
    """The same table for another process."""
    if isinstance(store, DynamoDeliveryStore):
        return replace(store, owner="another")
    other = copy(store)
    vars(other)["owner"] = "another"
    return other


def test_a_claim_knows_its_owner_again_and_keeps_others_away(store: DeliveryStore) -> None:
    assert store.claim("ops", "a", NOON) is DeliveryClaim.OURS
    assert store.claim("ops", "a", NOON) is DeliveryClaim.OURS
    assert rival(store).claim("ops", "a", LATER - timedelta(seconds=1)) is DeliveryClaim.TAKEN
    assert rival(store).claim("ops", "a", LATER) is DeliveryClaim.OURS
    assert store.claim("ops", "a", LATER) is DeliveryClaim.TAKEN


def test_each_webhook_and_each_alert_by_itself(store: DeliveryStore) -> None:
    store.claim("ops", "a", NOON)
    assert rival(store).claim("chat", "a", NOON) is DeliveryClaim.OURS
    assert rival(store).claim("ops", "b", NOON) is DeliveryClaim.OURS


def test_what_has_arrived_is_never_claimed_again(store: DeliveryStore) -> None:
    store.claim("ops", "a", NOON)
    store.note_delivered("ops", "a", None, NOON)
    store.note_delivered("ops", "a", None, NOON)
    assert store.claim("ops", "a", NOON) is DeliveryClaim.DELIVERED
    assert rival(store).claim("ops", "a", LATER) is DeliveryClaim.DELIVERED


def test_a_claim_that_is_given_back_is_free_and_anothers_stays(store: DeliveryStore) -> None:
    store.claim("ops", "a", NOON)
    rival(store).give_back("ops", "a", "not mine")
    assert rival(store).claim("ops", "a", NOON) is DeliveryClaim.TAKEN
    store.give_back("ops", "a", "HTTP status 500")
    assert rival(store).claim("ops", "a", NOON) is DeliveryClaim.OURS


def test_the_item_tells_attempts_and_why_and_when(dynamo: DynamoDeliveryStore) -> None:
    assert dynamo.delivery("ops", "a") == {}
    dynamo.claim("ops", "a", NOON)
    dynamo.give_back("ops", "a", "HTTP status 500")
    dynamo.claim("ops", "a", NOON)
    assert (dynamo.delivery("ops", "a")["attempts"], dynamo.delivery("ops", "a")["failure"]) == (2, "HTTP status 500")
    dynamo.note_delivered("ops", "a", None, NOON)
    assert dynamo.delivery("ops", "a") == {
        "scope": "delivery:ops",
        "name": "a",
        "attempts": 2,
        "delivered_at": "2026-11-20T17:00:00.000Z",
        "expires_at": int((NOON + timedelta(days=15)).timestamp()),
    }


def test_an_anomaly_says_once_where_its_alert_arrived(tables: Tables, dynamo: DynamoDeliveryStore) -> None:
    DynamoAnomalyStore(dynamo.client, dynamo.anomalies, tables.create("counters"), "us").add([FOUND], NOON)
    for webhook in ("ops", "chat", "ops"):
        dynamo.note_delivered(webhook, "a", FOUND.key, NOON)
    (item,) = tables.items(dynamo.anomalies)
    assert item["delivered_to"] == ["ops", "chat"]


def test_an_anomaly_that_is_gone_gets_no_stub(tables: Tables, dynamo: DynamoDeliveryStore) -> None:
    dynamo.note_delivered("ops", "a", FOUND.key, NOON)
    assert tables.items(dynamo.anomalies) == []
