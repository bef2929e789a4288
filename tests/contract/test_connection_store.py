from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.connection_store import DynamoConnectionStore
from lambdas.shared.domain.subscription import EVERYTHING, Channel, Subscription
from lambdas.shared.domain.timestamps import epoch_seconds
from tests.contract.tables import implementation
from tests.doubles.connections import MemoryConnections
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.ports import ConnectionStore
    from tests.contract.tables import Tables

APPLE = Subscription(frozenset({"AAPL", "MSFT"}), frozenset({Channel.PRICES, Channel.ANOMALIES}), "calm.k3f9q2")
NOTHING = Subscription(frozenset(), frozenset())


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> ConnectionStore:
    return implementation(kind, request, MemoryConnections, DynamoConnectionStore, "connections")


def test_each_connection_keeps_its_own_subscription(store: ConnectionStore) -> None:
    wanted = {"one=": EVERYTHING, "two=": APPLE, "three=": NOTHING}
    for name, subscription in wanted.items():
        store.subscribe(name, subscription, NOON)
    assert store.subscriptions(NOON) == wanted


def test_a_new_subscription_takes_the_place_of_the_former(store: ConnectionStore) -> None:
    for subscription in (APPLE, NOTHING, EVERYTHING):
        store.subscribe("one=", subscription, NOON)
        assert store.subscriptions(NOON) == {"one=": subscription}


def test_a_removed_connection_is_gone_and_may_be_removed_again(store: ConnectionStore) -> None:
    store.subscribe("one=", APPLE, NOON)
    for _ in range(2):
        store.remove("one=")
        assert store.subscriptions(NOON) == {}


def test_it_ends_two_hours_after_the_connection_began(store: ConnectionStore) -> None:
    store.subscribe("one=", APPLE, NOON)
    assert store.subscriptions(NOON + timedelta(minutes=119, seconds=59))
    assert not store.subscriptions(NOON + timedelta(hours=2))


def test_all_pages_are_read(tables: Tables) -> None:
    store = DynamoConnectionStore(tables.client, tables.create("connections"))
    many = Subscription(frozenset(f"S{number:014}" for number in range(100)), frozenset(Channel))
    names = {f"connection-{number}" for number in range(700)}  # more than the 1 MB of a page
    for name in names:
        store.subscribe(name, many, NOON)
    assert store.subscriptions(NOON).keys() == names


def test_dynamodb_may_drop_the_item_when_it_has_ended(tables: Tables) -> None:
    store = DynamoConnectionStore(tables.client, tables.create("connections"))
    store.subscribe("one=", APPLE, NOON)
    item = tables.item(store.table, listing="all", connection_id="one=")
    assert item["expires_at"] == epoch_seconds(NOON) + 7200
    assert item["symbols"] == ["AAPL", "MSFT"]
    assert item["feed"] == "calm.k3f9q2"
