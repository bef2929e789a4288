from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from tests.contract.tables import MEMORY
from tests.doubles.latest_price_store import MemoryLatestPriceStore
from tests.factories import NOON, price_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import LatestPriceStore
    from tests.contract.tables import Tables

    NewStore = Callable[[], LatestPriceStore]

WEEK = timedelta(days=7)
OLDER, NEWER = price_event("1", feed="live"), price_event("2", seconds=0.001, feed="live")


@pytest.fixture
def new_store(kind: str, request: pytest.FixtureRequest) -> NewStore:
    if kind == MEMORY:
        return MemoryLatestPriceStore
    tables: Tables = request.getfixturevalue("tables")
    return lambda: DynamoLatestPriceStore(tables.client, tables.create("latest-prices"))


@pytest.fixture
def store(new_store: NewStore) -> LatestPriceStore:
    return new_store()


def standing(store: LatestPriceStore, now: datetime = NOON, feed: str = "live") -> set[str]:
    """The ids of the events that stand there in a feed, read as the API reads them."""
    if isinstance(store, MemoryLatestPriceStore):
        alive = [event for event in store.events.values() if store._expiry.is_alive(event.series, now)]
        return {event.event_id for event in alive if event.feed == feed}
    assert isinstance(store, DynamoLatestPriceStore)
    found = DynamoLatestPriceReader(store.client, store.table).of_feed(feed, now)
    return {price.event_id for price in found.values()}


def save(store: LatestPriceStore, *events: PriceEvent, now: datetime = NOON) -> None:
    store.save({event.series: event for event in events}, now)


def test_nothing_stands_at_first_and_nothing_may_be_written(store: LatestPriceStore) -> None:
    save(store)
    assert standing(store) == set()
    assert store.load([], NOON) == store.load([NEWER.series], NOON) == {}


def test_each_symbol_and_each_feed_has_its_own(store: LatestPriceStore) -> None:
    other = price_event("3", symbol="MSFT", feed="live")
    replayed = [price_event("3", feed="calm.1"), price_event("4", feed="calm.2", seconds=9)]
    save(store, NEWER, other, *replayed)
    assert standing(store) == {NEWER.event_id, other.event_id}
    assert standing(store, feed="calm.1") == {replayed[0].event_id}
    wanted = [NEWER.series, replayed[1].series, "TSLA"]
    assert store.load(wanted, NOON) == {event.series: event.order for event in (NEWER, replayed[1])}


def test_what_is_written_replaces_what_stands_there(store: LatestPriceStore) -> None:
    save(store, OLDER)
    save(store, NEWER)
    assert standing(store) == {NEWER.event_id}
    assert store.load([OLDER.series], NOON) == {NEWER.series: NEWER.order}


@pytest.mark.parametrize(("feed", "kept"), [("live", WEEK), ("calm.1", timedelta(days=1))])
def test_a_price_is_gone_when_its_time_has_passed(store: LatestPriceStore, feed: str, kept: timedelta) -> None:
    event = price_event("3", feed=feed)
    save(store, event)
    for alive, now in ((True, NOON + kept - timedelta(seconds=1)), (False, NOON + kept)):
        assert standing(store, now, feed) == ({event.event_id} if alive else set())
        assert store.load([event.series], now).keys() == ({event.series} if alive else set())


def test_the_item_is_that_of_live_prices_under_a_key_of_its_own(tables: Tables) -> None:
    store = DynamoLatestPriceStore(tables.client, tables.create("latest-prices"))
    event = price_event("412.5", volume="0.0000000001", change_percent="-0.1", seconds=0.25)
    save(store, event)
    assert tables.items(store.table) == [
        {
            "feed": "test.1",
            "symbol": "AAPL",
            "timestamp": "2026-11-20T17:00:00.250Z",
            "price": Decimal("412.5"),
            "volume": Decimal("0.0000000001"),
            "volume_kind": "interval",
            "change_percent": Decimal("-0.1"),
            "source": "replay",
            "event_id": event.event_id,
            "ingested_at": "2026-11-20T17:00:00.250Z",
            "expires_at": int((NOON + timedelta(days=1)).timestamp()),
        }
    ]


def test_a_failing_table_returns_the_batch(tables: Tables) -> None:
    store = DynamoLatestPriceStore(tables.client, "gone")
    with pytest.raises(tables.client.exceptions.ResourceNotFoundException):
        save(store, NEWER)
