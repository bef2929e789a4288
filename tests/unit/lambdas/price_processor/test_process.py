from __future__ import annotations

from datetime import timedelta

import pytest

from lambdas.price_processor.process import PriceProcessor
from lambdas.shared.domain.price import price_key
from lambdas.shared.errors import DependencyError
from tests.doubles.latest_price_store import MemoryLatestPriceStore
from tests.doubles.price_store import PAGE, MemoryPriceStore
from tests.doubles.steps import FailingSteps
from tests.factories import NOON, price_event

RIVALS = sorted((price_event("1"), price_event("2")), key=lambda event: event.event_id)


def test_every_price_of_a_batch_is_kept() -> None:
    store = MemoryPriceStore()
    events = [price_event("1"), price_event("2", symbol="MSFT"), price_event("3", seconds=1)]
    assert PriceProcessor(store, MemoryLatestPriceStore()).run(events, NOON) == {
        "events": 3,
        "prices_written": 3,
        "latest_written": 2,
    }
    assert store.events == {price_key(event): event for event in events}


def test_a_batch_that_comes_again_writes_nothing() -> None:
    store, latest = MemoryPriceStore(), MemoryLatestPriceStore()
    PriceProcessor(store, latest).run(RIVALS, NOON)
    assert PriceProcessor(store, latest).run(RIVALS, NOON) == {"events": 2, "prices_written": 0, "latest_written": 0}


def test_the_newest_of_each_series_is_written_once_a_batch() -> None:
    steps = FailingSteps()
    latest = MemoryLatestPriceStore(steps)
    events = [price_event(price, symbol=symbol, seconds=price) for price in (1, 3, 2) for symbol in ("AAPL", "MSFT")]
    PriceProcessor(MemoryPriceStore(), latest).run(events, NOON)
    assert {series: event.price for series, event in latest.events.items()} == {"AAPL@test.1": 3, "MSFT@test.1": 3}
    assert steps.count == 4  # a look, one write a series, and the end


def test_what_failed_between_the_tables_is_made_good_by_the_batch_that_comes_again() -> None:
    store, latest = MemoryPriceStore(), MemoryLatestPriceStore(FailingSteps(at={1}))
    with pytest.raises(DependencyError):
        PriceProcessor(store, latest).run(RIVALS, NOON)
    assert (list(store.events.values()), latest.events) == ([RIVALS[1]], {})
    assert PriceProcessor(store, latest).run(RIVALS, NOON)["latest_written"] == 1
    assert latest.events == {"AAPL@test.1": RIVALS[1]}


def test_what_comes_after_the_newest_of_its_series_is_written_without_a_look() -> None:
    steps = FailingSteps()
    processor = PriceProcessor(MemoryPriceStore(steps), MemoryLatestPriceStore())
    processor.run(RIVALS[:1], NOON)
    steps.once = {"prices.read"}
    assert processor.run([RIVALS[1], price_event(seconds=1)], NOON)["prices_written"] == 2
    with pytest.raises(DependencyError):  # and what does not is looked at
        processor.run(RIVALS, NOON)


def test_a_late_quote_is_written_and_takes_no_latest_price() -> None:
    store, latest = MemoryPriceStore(), MemoryLatestPriceStore()
    newer, late = price_event("2", seconds=9), price_event("1")
    for event in (newer, late):
        PriceProcessor(store, latest).run([event], NOON)
    assert list(store.events.values()) == [newer, late]
    assert latest.events == {newer.series: newer}


def test_a_large_batch_that_fails_goes_on_from_the_prices_that_are_written() -> None:
    steps = FailingSteps(at={PAGE + 3})
    store, latest = MemoryPriceStore(steps), MemoryLatestPriceStore()
    events = [price_event(seconds=second) for second in range(2 * PAGE)]
    with pytest.raises(DependencyError):
        PriceProcessor(store, latest).run(events, NOON)
    assert latest.events == {events[0].series: events[PAGE - 1]}
    assert PriceProcessor(store, latest).run(events, NOON)["prices_written"] == PAGE
    assert list(store.events.values()) == events
    assert latest.events == {events[0].series: events[-1]}


def test_the_greater_id_of_a_moment_stands_across_batches() -> None:
    for order in (RIVALS, RIVALS[::-1]):
        store = MemoryPriceStore()
        for event in order:
            PriceProcessor(store, MemoryLatestPriceStore()).run([event], NOON)
        assert list(store.events.values()) == [RIVALS[1]]


@pytest.mark.parametrize(("feed", "days"), [("live", 7), ("test.1", 1)])
def test_an_expired_price_counts_as_gone_and_is_written_again(feed: str, days: int) -> None:
    """DynamoDB deletes it days later, and readers no longer show it: the quote that comes again must be seen."""
    processor = PriceProcessor(MemoryPriceStore(), MemoryLatestPriceStore())
    events = [price_event(feed=feed)]
    processor.run(events, NOON)
    assert processor.run(events, NOON + timedelta(days=days, seconds=-1))["prices_written"] == 0
    assert processor.run(events, NOON + timedelta(days=days))["prices_written"] == 1


def test_quotes_of_one_moment_in_several_feeds_all_stand() -> None:
    store, latest = MemoryPriceStore(), MemoryLatestPriceStore()
    events = [price_event(feed=feed) for feed in ("live", "test.1", "test.2")]
    assert PriceProcessor(store, latest).run(events, NOON)["prices_written"] == 3
    assert latest.events.keys() == {"AAPL", "AAPL@test.1", "AAPL@test.2"}
