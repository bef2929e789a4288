from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.domain.price import price_key
from tests.contract.tables import implementation
from tests.doubles.price_store import MemoryPriceStore
from tests.factories import NOON, price_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey
    from lambdas.shared.ports import PriceStore
    from tests.contract.tables import Tables


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> PriceStore:
    return implementation(kind, request, MemoryPriceStore, DynamoPriceStore, "live-prices")


def test_a_key_without_a_price_has_no_id(store: PriceStore) -> None:
    assert store.stored_ids([("AAPL", NOON)], NOON) == {}
    assert store.stored_ids([], NOON) == {}


def test_saved_prices_are_found_by_series_and_moment(store: PriceStore) -> None:
    events = [
        price_event("1"),
        price_event("2", symbol="MSFT"),
        price_event("3", seconds=0.001),
        price_event("1", feed="live"),
        price_event("1", feed="test.2"),
    ]
    store.save(events, NOON)
    wanted = [*map(price_key, events), ("MSFT", NOON + timedelta(seconds=1))]
    assert store.stored_ids(wanted, NOON) == {price_key(event): event.event_id for event in events}


def test_saving_replaces_what_stands_at_the_key(store: PriceStore) -> None:
    first, second = price_event("1"), price_event("2")
    store.save([first], NOON)
    store.save([second], NOON)
    assert store.stored_ids([price_key(first)], NOON) == {price_key(second): second.event_id}


def test_saving_nothing_is_nothing(store: PriceStore) -> None:
    store.save([], NOON)


def test_more_prices_than_one_call_takes(store: PriceStore) -> None:
    """DynamoDB reads 100 and writes 25 items at once."""
    events = [price_event(place + 1, seconds=place) for place in range(205)]
    store.save(events, NOON)
    assert store.stored_ids([price_key(event) for event in events], NOON) == {
        price_key(event): event.event_id for event in events
    }


@pytest.mark.parametrize("year", [1, 999, 9999])
def test_any_moment_that_a_record_may_name_can_be_read_back(store: PriceStore, year: int) -> None:
    event = replace(price_event(), timestamp=NOON.replace(year=year))
    store.save([event], NOON)
    assert store.stored_ids([price_key(event)], NOON) == {price_key(event): event.event_id}


@pytest.mark.parametrize(("feed", "kept"), [("live", timedelta(days=7)), ("test.1", timedelta(days=1))])
def test_a_price_is_gone_a_week_after_it_was_written_and_a_replays_a_day(
    store: PriceStore, feed: str, kept: timedelta
) -> None:
    event = price_event(feed=feed)
    store.save([event], NOON)
    key = price_key(event)
    assert store.stored_ids([key], NOON + kept - timedelta(seconds=1)) == {key: event.event_id}
    assert store.stored_ids([key], NOON + kept) == {}
    store.save([event], NOON + kept)
    assert store.stored_ids([key], NOON + kept) == {key: event.event_id}


@pytest.mark.parametrize("volume", ["0.0000000001", "999999999999999.9999999999", "100", "0"])
def test_the_item_has_the_designs_attributes_and_exact_numbers(tables: Tables, volume: str) -> None:
    store = DynamoPriceStore(tables.client, tables.create("live-prices"))
    event = price_event("412.5", volume=volume, change_percent="-0.1", seconds=0.25)
    store.save([event], NOON)
    assert tables.items(store.table) == [
        {
            "series": "AAPL@test.1",
            "feed": "test.1",
            "symbol": "AAPL",
            "timestamp": "2026-11-20T17:00:00.250Z",
            "price": Decimal("412.5"),
            "volume": Decimal(volume),
            "volume_kind": "interval",
            "change_percent": Decimal("-0.1"),
            "source": "replay",
            "event_id": event.event_id,
            "ingested_at": "2026-11-20T17:00:00.250Z",
            "expires_at": int((NOON + timedelta(days=1)).timestamp()),
        }
    ]


def test_a_price_without_a_change_has_no_such_attribute(tables: Tables) -> None:
    store = DynamoPriceStore(tables.client, tables.create("live-prices"))
    store.save([price_event()], NOON)
    assert "change_percent" not in tables.items(store.table)[0]


def test_keys_are_found_among_many_others_and_no_other_is(store: PriceStore) -> None:
    """The real store reads a few keys one by one, many as a range unless the range holds far more than them."""
    events = [price_event(place + 1, seconds=place) for place in range(60)]
    store.save(events, NOON)
    for wanted in (events[::20], events[:40:2], events[::4]):
        assert store.stored_ids(map_keys(wanted), NOON) == {price_key(event): event.event_id for event in wanted}
    absent = [(events[0].series, NOON + timedelta(seconds=-1 - place)) for place in range(20)]
    assert store.stored_ids([*absent, price_key(events[0])], NOON).keys() == {price_key(events[0])}


def map_keys(events: Sequence[PriceEvent]) -> list[PriceKey]:
    return [price_key(event) for event in events]
