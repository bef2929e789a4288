from __future__ import annotations

from datetime import timedelta

from lambdas.price_processor.process import process_prices
from lambdas.shared.domain.price import price_key
from tests.doubles.price_store import MemoryPriceStore
from tests.factories import NOON, price_event

RIVALS = sorted((price_event("1"), price_event("2")), key=lambda event: event.event_id)


def test_every_price_of_a_batch_is_kept() -> None:
    store = MemoryPriceStore()
    events = [price_event("1"), price_event("2", symbol="MSFT"), price_event("3", seconds=1)]
    assert process_prices(events, store, NOON) == {"events": 3, "prices_written": 3}
    assert store.events == {price_key(event): event for event in events}


def test_a_batch_that_comes_again_writes_nothing() -> None:
    store = MemoryPriceStore()
    process_prices(RIVALS, store, NOON)
    assert process_prices(RIVALS, store, NOON) == {"events": 2, "prices_written": 0}


def test_the_greater_id_of_a_moment_stands_across_batches() -> None:
    for order in (RIVALS, RIVALS[::-1]):
        store = MemoryPriceStore()
        for event in order:
            process_prices([event], store, NOON)
        assert list(store.events.values()) == [RIVALS[1]]


def test_an_expired_price_counts_as_gone_and_is_written_again() -> None:
    """DynamoDB deletes it days later, and readers no longer show it: the quote that comes again must be seen."""
    store = MemoryPriceStore()
    process_prices(RIVALS, store, NOON)
    assert process_prices(RIVALS, store, NOON + timedelta(days=7))["prices_written"] == 1
