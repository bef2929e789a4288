from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.acknowledgement_store import DynamoAcknowledgements
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.domain.acknowledgement import Acknowledgement
from tests.factories import NOON, anomaly

if TYPE_CHECKING:
    from tests.contract.tables import Tables

FOUND = anomaly()
EVENT_ID = FOUND.event.event_id


@pytest.fixture
def store(tables: Tables) -> DynamoAcknowledgements:
    """One anomaly that nobody knows of."""
    table = tables.create("anomalies")
    DynamoAnomalyStore(tables.client, table, tables.create("counters"), "us").add([FOUND], NOON)
    return DynamoAcknowledgements(tables.client, table)


def test_the_first_who_knows_stands(store: DynamoAcknowledgements) -> None:
    first = Acknowledgement("2026-11-20T17:00:00.000Z", "Ada")
    assert store.acknowledge(EVENT_ID, "Ada", NOON) == first
    assert store.acknowledge(EVENT_ID, "Bob", NOON + timedelta(minutes=1)) == first
    (found,) = DynamoAnomalyReader(store.client, store.table).by_event(EVENT_ID, NOON)
    assert (found.acknowledged_at, found.acknowledged_by) == (first.at, first.by)


def test_an_event_that_is_no_anomaly_or_one_that_has_expired_leaves_no_stub(
    store: DynamoAcknowledgements, tables: Tables
) -> None:
    assert store.acknowledge("0" * 32, "Ada", NOON) is None
    assert store.acknowledge(EVENT_ID, "Ada", NOON + timedelta(days=1)) is None
    (item,) = tables.items(store.table)
    assert "acknowledged_by" not in item
