from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from lambdas.shared.domain.price import newest_prices
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
LOW, HIGH = sorted((price_event("1", feed="live"), price_event("2", feed="live")), key=lambda event: event.event_id)


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


def offer(store: LatestPriceStore, *events: PriceEvent, now: datetime = NOON) -> int:
    return store.offer({event.series: event for event in events}, now)


def test_nothing_stands_at_first_and_nothing_may_be_offered(store: LatestPriceStore) -> None:
    assert offer(store) == 0
    assert standing(store) == set()


def test_each_symbol_has_its_own(store: LatestPriceStore) -> None:
    other = price_event("3", symbol="MSFT", feed="live")
    assert offer(store, OLDER, other) == 2
    assert standing(store) == {OLDER.event_id, other.event_id}


def test_each_feed_has_its_own(store: LatestPriceStore) -> None:
    replayed = [price_event("3", feed="calm.1"), price_event("4", feed="calm.2", seconds=9)]
    assert offer(store, NEWER, *replayed) == 3
    assert standing(store) == {NEWER.event_id}
    assert standing(store, feed="calm.1") == {replayed[0].event_id}


def test_a_replays_price_is_gone_after_a_day(store: LatestPriceStore) -> None:
    replayed = price_event("3", feed="calm.1")
    offer(store, replayed)
    assert standing(store, NOON + timedelta(hours=23), "calm.1") == {replayed.event_id}
    assert standing(store, NOON + timedelta(days=1), "calm.1") == set()


@pytest.mark.parametrize(("first", "second"), [(OLDER, NEWER), (LOW, HIGH)])
def test_the_later_in_order_stands_whichever_comes_first(
    new_store: NewStore, first: PriceEvent, second: PriceEvent
) -> None:
    rising, falling = new_store(), new_store()
    assert (offer(rising, first), offer(rising, second)) == (1, 1)
    assert (offer(falling, second), offer(falling, first)) == (1, 0)
    assert standing(rising) == standing(falling) == {second.event_id}


def test_the_same_event_again_changes_nothing(store: LatestPriceStore) -> None:
    offer(store, NEWER)
    assert offer(store, NEWER, now=NOON + timedelta(days=1)) == 0
    assert standing(store, NOON + WEEK) == set()  # nor does it keep the price alive


def test_a_price_is_gone_a_week_after_it_was_written(store: LatestPriceStore) -> None:
    offer(store, NEWER)
    assert standing(store, NOON + WEEK - timedelta(seconds=1)) == {NEWER.event_id}
    assert standing(store, NOON + WEEK) == set()
    assert offer(store, OLDER, now=NOON + WEEK) == 1
    assert standing(store, NOON + WEEK) == {OLDER.event_id}


EVENTS = st.builds(
    price_event,
    st.integers(1, 3),
    seconds=st.integers(0, 3),
    symbol=st.sampled_from(("AAPL", "MSFT")),
    feed=st.just("live"),
)


@given(batches=st.lists(st.lists(EVENTS, min_size=1, max_size=6), min_size=1, max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_comes_in_whatever_order_the_latest_is_the_greatest(
    new_store: NewStore, batches: list[list[PriceEvent]]
) -> None:
    store = new_store()
    for batch in batches:
        store.offer(newest_prices(batch), NOON)
    everything = [event for batch in batches for event in batch]
    by_symbol = {event.symbol: [other for other in everything if other.symbol == event.symbol] for event in everything}
    assert standing(store) == {
        max(events, key=lambda event: (event.timestamp, event.event_id)).event_id for events in by_symbol.values()
    }


def test_the_item_is_that_of_live_prices_under_a_key_of_its_own(tables: Tables) -> None:
    store = DynamoLatestPriceStore(tables.client, tables.create("latest-prices"))
    event = price_event("412.5", volume="0.0000000001", change_percent="-0.1", seconds=0.25)
    offer(store, event)
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
        offer(store, NEWER)
