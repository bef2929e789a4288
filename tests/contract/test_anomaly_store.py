from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.anomaly_store import CLAIM_LASTS, DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.domain.alert_policy import Hold
from lambdas.shared.domain.anomaly import Severity
from lambdas.shared.domain.zscore import Score
from lambdas.shared.errors import DependencyError
from tests.contract.tables import MEMORY
from tests.doubles.anomaly_store import MemoryAnomalyStore
from tests.factories import NOON, anomaly, price_event

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.ports import AnomalyStore
    from tests.contract.tables import Tables

CRASH = anomaly(price_event("90"))
TWIN = anomaly(price_event("80"))  # of the same symbol and moment
LIVE_CRASH = anomaly(price_event("90", feed="live"))
HELD = replace(CRASH, hold=Hold("silence:k3f9q2", NOON + timedelta(hours=2)))


@pytest.fixture
def dynamo(tables: Tables) -> DynamoAnomalyStore:
    return DynamoAnomalyStore(tables.client, tables.create("anomalies"), tables.create("counters"), "us")


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> AnomalyStore:
    if kind == MEMORY:
        return MemoryAnomalyStore()
    dynamo: DynamoAnomalyStore = request.getfixturevalue("dynamo")
    return dynamo


def rival(store: AnomalyStore) -> AnomalyStore:
    """The same table for another process."""
    if isinstance(store, DynamoAnomalyStore):
        return replace(store, owner="another")
    other = copy(store)
    vars(other)["owner"] = "another"
    return other


def test_what_is_written_is_told_and_what_stands_already_is_not(store: AnomalyStore) -> None:
    assert store.add([CRASH, LIVE_CRASH], NOON) == {CRASH.key, LIVE_CRASH.key}
    assert store.add([TWIN, CRASH], NOON) == {TWIN.key}
    assert store.add([TWIN, CRASH], NOON) == set()


def test_whoever_stores_an_anomaly_has_claimed_its_alert(store: AnomalyStore) -> None:
    store.add([CRASH], NOON)
    with pytest.raises(DependencyError, match="another process"):
        rival(store).claim_alert(CRASH, NOON)


def test_a_claim_knows_its_owner_again(store: AnomalyStore) -> None:
    """The SDK repeats a request whose answer was lost, and a batch comes again."""
    store.add([CRASH], NOON)
    assert store.claim_alert(CRASH, NOON)
    assert store.claim_alert(CRASH, NOON)


def test_an_old_claim_is_taken_over(store: AnomalyStore) -> None:
    store.add([CRASH], NOON)
    assert rival(store).claim_alert(CRASH, NOON + timedelta(seconds=25))
    with pytest.raises(DependencyError, match="another process"):
        store.claim_alert(CRASH, NOON + timedelta(seconds=49))


def test_a_claim_that_is_given_back_is_free_for_all(store: AnomalyStore) -> None:
    store.add([CRASH, TWIN], NOON)
    store.release_alerts([CRASH])
    store.release_alerts([CRASH])
    assert rival(store).claim_alert(CRASH, NOON)
    with pytest.raises(DependencyError, match="another process"):
        rival(store).claim_alert(TWIN, NOON)


def test_claims_of_others_and_alerts_that_went_out_are_not_given_back(store: AnomalyStore) -> None:
    store.add([CRASH, TWIN, LIVE_CRASH], NOON)
    store.note_alerted(CRASH)
    rival(store).release_alerts([TWIN])
    store.release_alerts([CRASH, LIVE_CRASH])
    assert not rival(store).claim_alert(CRASH, NOON)
    assert rival(store).claim_alert(LIVE_CRASH, NOON)
    with pytest.raises(DependencyError, match="another process"):
        rival(store).claim_alert(TWIN, NOON)


def test_an_alert_that_has_gone_out_cannot_be_claimed(store: AnomalyStore) -> None:
    store.add([CRASH, TWIN], NOON)
    store.note_alerted(CRASH)
    store.note_alerted(CRASH)
    assert not store.claim_alert(CRASH, NOON)
    assert not rival(store).claim_alert(CRASH, NOON + timedelta(days=1))
    assert store.claim_alert(TWIN, NOON)


def test_adding_again_forgets_neither_claim_nor_note(store: AnomalyStore) -> None:
    store.add([CRASH, TWIN], NOON)
    store.note_alerted(CRASH)
    rival(store).add([CRASH, TWIN], NOON)
    assert not store.claim_alert(CRASH, NOON)
    with pytest.raises(DependencyError, match="another process"):
        rival(store).claim_alert(TWIN, NOON)


def test_a_held_alert_is_nobodys(store: AnomalyStore) -> None:
    """Whatever holds it when it is met again."""
    store.add([HELD], NOON)
    assert not store.claim_alert(replace(HELD, hold=None), NOON)
    assert not rival(store).claim_alert(replace(HELD, hold=None), NOON + timedelta(days=1))


def test_an_anomaly_that_is_not_stored_cannot_be_claimed(store: AnomalyStore) -> None:
    with pytest.raises(DependencyError):
        store.claim_alert(CRASH, NOON)


def test_more_anomalies_than_one_transaction_takes(dynamo: DynamoAnomalyStore, tables: Tables) -> None:
    found = [anomaly(price_event("90", seconds=1800 * place)) for place in range(103)]
    assert dynamo.add(found, NOON) == {one.key for one in found}
    assert dynamo.add([*found, CRASH], NOON) == set()
    assert len(tables.items(dynamo.table)) == counted(dynamo, "test.1") == 103


def test_more_claims_than_one_transaction_takes_are_given_back(dynamo: DynamoAnomalyStore, tables: Tables) -> None:
    found = [anomaly(price_event("90", seconds=1800 * place)) for place in range(103)]
    dynamo.add(found, NOON)
    dynamo.note_alerted(found[50])
    dynamo.release_alerts(found)
    assert [item["anomaly_id"] for item in tables.items(dynamo.table) if "claimed_by" in item] == []


def test_one_that_stands_already_keeps_no_other_from_being_stored(dynamo: DynamoAnomalyStore) -> None:
    found = [anomaly(price_event("90", seconds=60 * place)) for place in range(9)]
    for few in (found[2:3], found[:5], found[3:], found):
        dynamo.add(few, NOON)
    assert counted(dynamo, "test.1") == 9


def test_an_anomaly_that_comes_twice_in_one_batch_is_stored_once(dynamo: DynamoAnomalyStore) -> None:
    """Whoever puts records on the stream gives their ids: two feeds may name the same."""
    other = replace(CRASH, event=replace(CRASH.event, feed="test.2"))
    assert dynamo.add([CRASH, other], NOON) == {CRASH.key}
    assert (counted(dynamo, "test.1"), counted(dynamo, "test.2")) == (1, 0)


def test_the_item_has_the_designs_attributes(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add([replace(CRASH, alert_due=False)], NOON)
    assert tables.items(dynamo.table) == [
        {
            "symbol": "AAPL",
            "anomaly_id": f"2026-11-20T17:00:00.000Z#{CRASH.event.event_id}",
            "listing": "all",
            "feed": "test.1",
            "detected_at": "2026-11-20T17:00:00.000Z",
            "event_id": CRASH.event.event_id,
            "source": "replay",
            "direction": "SPIKE",
            "severity": "HIGH",
            "current_price": Decimal(90),
            "mean_price": Decimal(400),
            "stdev": Decimal("0.04"),
            "z_score": Decimal("312.5"),
            "deviation_percent": Decimal("3.125"),
            "detector": "zscore",
            "threshold": Decimal("2.5"),
            "high_threshold": Decimal("3.5"),
            "window": [Decimal(400)] * 30,
            "alerted": False,
            "expires_at": int((NOON + timedelta(days=1)).timestamp()),
        }
    ]


def test_the_item_of_a_held_alert_says_by_what_and_is_claimed_by_nobody(
    tables: Tables, dynamo: DynamoAnomalyStore
) -> None:
    dynamo.add([HELD], NOON)
    (item,) = tables.items(dynamo.table)
    assert (item["held_by"], item["held_until"]) == ("silence:k3f9q2", "2026-11-20T19:00:00.000Z")
    assert not item.keys() & {"claimed_by", "claimed_until"}


def test_adding_twice_keeps_the_first(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add([CRASH], NOON)
    dynamo.add([replace(CRASH, severity=Severity.MEDIUM)], NOON)
    (item,) = tables.items(dynamo.table)
    assert item["severity"] == "HIGH"


def test_the_item_says_who_sends_its_alert_until_it_has_gone_out(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add([CRASH], NOON)
    (item,) = tables.items(dynamo.table)
    assert (item["alerted"], item["claimed_by"]) == (False, "us")
    assert item["claimed_until"] == int((NOON + CLAIM_LASTS).timestamp())
    dynamo.note_alerted(CRASH)
    (item,) = tables.items(dynamo.table)
    assert item["alerted"] is True
    assert not item.keys() & {"claimed_by", "claimed_until"}


def test_claiming_or_noting_what_is_not_stored_leaves_no_stub(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    with pytest.raises(DependencyError):
        dynamo.claim_alert(CRASH, NOON)
    dynamo.note_alerted(CRASH)
    assert tables.items(dynamo.table) == []


def test_statistics_keep_twelve_digits(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    score = Score(mean=100 / 3, stdev=1e-17 / 3, z=-2e20 / 3, deviation_percent=2e5 / 3)
    dynamo.add([replace(CRASH, score=score)], NOON)
    (item,) = tables.items(dynamo.table)
    assert item["mean_price"] == Decimal("33.3333333333")
    assert item["stdev"] == Decimal("3.33333333333E-18")
    assert item["z_score"] == Decimal("-6.66666666667E+19")
    assert item["deviation_percent"] == Decimal("66666.6666667")


def test_the_indexes_find_the_anomaly(tables: Tables, dynamo: DynamoAnomalyStore) -> None:
    dynamo.add([CRASH, TWIN, LIVE_CRASH], NOON)
    assert _count(tables, dynamo.table, "recent", "listing", "all") == 3
    assert _count(tables, dynamo.table, "by_feed", "feed", "test.1") == 2
    assert _count(tables, dynamo.table, "by_event", "event_id", CRASH.event.event_id) == 1


@pytest.mark.parametrize(("found", "days"), [(LIVE_CRASH, 90), (CRASH, 1)])
def test_the_markets_are_kept_ninety_days_and_a_replays_one(
    tables: Tables, dynamo: DynamoAnomalyStore, found: Anomaly, days: int
) -> None:
    dynamo.add([found], NOON)
    expiry = NOON + timedelta(days=days)
    assert {item["expires_at"] for table in (dynamo.table, dynamo.counters) for item in tables.items(table)} == {
        int(expiry.timestamp())
    }
    assert counted(dynamo, found.event.feed, expiry - timedelta(seconds=1)) == 1
    assert counted(dynamo, found.event.feed, expiry) == 0


def test_an_anomaly_counts_once_however_often_it_comes(dynamo: DynamoAnomalyStore) -> None:
    later = anomaly(price_event("70", seconds=3600))
    for found in ([CRASH, TWIN], [CRASH, later, LIVE_CRASH], [TWIN], [later]):
        dynamo.add(found, NOON)
    assert counted(dynamo, "test.1") == 3
    assert counted(dynamo, "live") == 1
    reader = DynamoCounterReader(dynamo.client, dynamo.counters)
    assert reader.anomalies("test.1", NOON + timedelta(hours=1), NOON) == 1


def test_what_has_expired_counts_anew_and_alone(dynamo: DynamoAnomalyStore) -> None:
    """DynamoDB may keep the count of a run for days after its anomalies have expired."""
    later = NOON + timedelta(days=1)
    dynamo.add([CRASH, TWIN], NOON)
    dynamo.add([CRASH], later)
    assert counted(dynamo, "test.1", later) == 1
    assert dynamo.claim_alert(CRASH, later)


def counted(dynamo: DynamoAnomalyStore, feed: str, now: datetime = NOON) -> int:
    """The anomalies that are counted from NOON on, as the API reads it."""
    return DynamoCounterReader(dynamo.client, dynamo.counters).anomalies(feed, NOON, now)


def test_a_failing_table_returns_the_batch(tables: Tables) -> None:
    with pytest.raises(tables.client.exceptions.ResourceNotFoundException):
        DynamoAnomalyStore(tables.client, "gone", tables.create("counters"), "us").add([CRASH], NOON)


def _count(tables: Tables, table: str, index: str, attribute: str, value: str) -> int:
    return tables.client.query(
        TableName=table,
        IndexName=index,
        KeyConditionExpression=f"{attribute} = :value",
        ExpressionAttributeValues={":value": {"S": value}},
    )["Count"]
