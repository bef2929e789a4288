from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.alert_policy_store import KEPT_DAYS, DynamoAlertPolicy
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.alert_policy import AlertPolicy, QuietHours, Silence, ZoneOffsets
from lambdas.shared.domain.anomaly import Direction, Severity
from lambdas.shared.errors import DependencyError
from tests.factories import NOON

if TYPE_CHECKING:
    from tests.contract.tables import Tables

ALL = Silence("aaaaaa", NOON, NOON + timedelta(hours=1))
NARROW = Silence("bbbbbb", NOON, NOON + timedelta(hours=2), "AAPL", Direction.DROP, Severity.MEDIUM)
HOUR = timedelta(hours=1)
BERLIN = ZoneOffsets(((NOON - HOUR, HOUR), (NOON + 3000 * HOUR, 2 * HOUR)))
NIGHT = QuietHours(NOON, time(22), time(7, 30), "Europe/Berlin", BERLIN, frozenset({0, 4}), high_passes=False)


@pytest.fixture
def store(tables: Tables) -> DynamoAlertPolicy:
    return DynamoAlertPolicy(tables.client, tables.create("alerting"))


def test_nothing_is_set_at_first(store: DynamoAlertPolicy) -> None:
    assert store.load(NOON) == AlertPolicy()


def test_what_is_set_is_read_as_it_was(store: DynamoAlertPolicy) -> None:
    store.put_silence(NARROW)
    store.put_silence(ALL)
    store.put_quiet_hours(NIGHT)
    assert store.load(NOON) == AlertPolicy((ALL, NARROW), NIGHT)


def test_a_silence_is_replaced_and_quiet_hours_go(store: DynamoAlertPolicy) -> None:
    store.put_silence(NARROW)
    store.put_silence(NARROW.ended(NOON))
    store.put_quiet_hours(NIGHT)
    store.put_quiet_hours(replace(NIGHT, zone="UTC"))
    assert store.load(NOON) == AlertPolicy((NARROW.ended(NOON),), replace(NIGHT, zone="UTC"))
    store.remove_quiet_hours()
    assert store.load(NOON).quiet_hours is None


def test_a_silence_is_kept_past_its_end_and_then_gone(store: DynamoAlertPolicy) -> None:
    store.put_silence(ALL)
    gone = ALL.until + timedelta(days=KEPT_DAYS)
    assert store.load(gone - timedelta(seconds=1)).silences == (ALL,)
    assert store.load(gone).silences == ()


def test_other_partitions_are_not_read(store: DynamoAlertPolicy) -> None:
    store.client.put_item(TableName=store.table, Item=to_item({"scope": "other", "name": "silence:x"}))
    assert store.load(NOON) == AlertPolicy()


@pytest.mark.parametrize("item", [{"name": "silence:x"}, {"name": "quiet_hours", "since": "now"}])
def test_an_item_that_cannot_be_read_is_named(store: DynamoAlertPolicy, item: dict[str, str]) -> None:
    store.client.put_item(TableName=store.table, Item=to_item({"scope": "policy", **item}))
    with pytest.raises(DependencyError, match=item["name"]):
        store.load(NOON)
