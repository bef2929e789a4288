"""What the aggregator counts, and how the API reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.adapters.dynamodb.tally_store import DynamoTallyStore
from lambdas.shared.domain.stored import StoredFeed
from lambdas.shared.domain.tally import DayTally, HourTally, Tallies
from tests.contract.tables import MEMORY
from tests.doubles.tally_store import MemoryTallyStore
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.ports import TallyStore
    from tests.contract.tables import Tables

FRIDAY = date(2026, 11, 20)
HOUR = timedelta(hours=1)
TALLIES = [HourTally("AAPL", NOON, {0: 2, 59: 1}), HourTally("AAPL@calm.1", NOON, {7: 9})]
DAYS = [
    DayTally("AAPL", FRIDAY, {17: 3, 5: 4}, NOON, NOON + timedelta(seconds=1.25)),
    DayTally("AAPL@calm.1", FRIDAY, {17: 9}, NOON + HOUR, NOON + HOUR),
]


def tallies(*counted: HourTally | DayTally) -> Tallies:
    return Tallies(
        {tally.key: tally for tally in counted if isinstance(tally, HourTally)},
        {tally.key: tally for tally in counted if isinstance(tally, DayTally)},
    )


@pytest.fixture
def dynamo(tables: Tables) -> DynamoTallyStore:
    return DynamoTallyStore(tables.client, tables.create("counters"))


@pytest.fixture
def reader(dynamo: DynamoTallyStore) -> DynamoCounterReader:
    return DynamoCounterReader(dynamo.client, dynamo.table)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> TallyStore:
    if kind == MEMORY:
        return MemoryTallyStore()
    dynamo: DynamoTallyStore = request.getfixturevalue("dynamo")
    return dynamo


def test_what_was_saved_is_loaded_exactly(store: TallyStore) -> None:
    everything = tallies(*TALLIES, *DAYS)
    store.save(everything, NOON)
    hours = [*everything.hours, ("MSFT", NOON), ("AAPL", NOON + HOUR)]
    days = [*everything.days, ("MSFT", FRIDAY), ("AAPL", date(2026, 11, 21))]
    assert store.load(hours, days, NOON) == everything
    assert store.load([], [], NOON) == Tallies()


def test_saving_replaces_what_stands_there(store: TallyStore) -> None:
    for count in (1, 2):
        store.save(tallies(HourTally("AAPL", NOON, {0: count})), NOON)
    assert store.load([("AAPL", NOON)], [], NOON).hours["AAPL", NOON].minutes == {0: 2}


def test_it_is_kept_as_long_as_the_candles(store: TallyStore) -> None:
    everything = tallies(*TALLIES, *DAYS)
    store.save(everything, NOON)
    later = store.load(everything.hours, everything.days, NOON + timedelta(days=1))
    assert later == tallies(TALLIES[0], DAYS[0])
    assert store.load(everything.hours, everything.days, NOON + timedelta(days=30)) == Tallies()


def test_events_are_counted_in_the_minutes_asked_for(dynamo: DynamoTallyStore, reader: DynamoCounterReader) -> None:
    earlier = NOON - HOUR
    dynamo.save(
        tallies(
            HourTally("AAPL", NOON, {0: 1, 30: 10, 31: 100}),
            HourTally("^GSPC", NOON, {30: 1000}),
            HourTally("AAPL", earlier, {29: 10_000, 30: 20_000, 31: 40_000}),
            HourTally("AAPL", earlier - HOUR, {59: 100_000}),
            HourTally("AAPL@calm.1", NOON, {0: 1_000_000}),
        ),
        NOON,
    )
    now = NOON + timedelta(minutes=30, seconds=10)
    assert reader.events("live", now - HOUR, now, now) == 40_000 + 1 + 10 + 1000
    assert reader.events("calm.1", now - HOUR, now, now) == 1_000_000
    assert reader.events("calm.2", now - HOUR, now, now) == 0
    assert reader.events("live", now - HOUR, now, NOON + timedelta(days=30)) == 0


def test_feeds_are_listed_the_last_to_begin_first(dynamo: DynamoTallyStore, reader: DynamoCounterReader) -> None:
    assert reader.feeds(NOON) == []
    again = DayTally("^GSPC", date(2026, 11, 19), {3: 5}, NOON - 24 * HOUR, NOON - 20 * HOUR)
    dynamo.save(tallies(*TALLIES, *DAYS, again), NOON)
    live = StoredFeed("live", ("AAPL", "^GSPC"), "2026-11-19T17:00:00.000Z", "2026-11-20T17:00:01.250Z", 12)
    replayed = StoredFeed("calm.1", ("AAPL",), "2026-11-20T18:00:00.000Z", "2026-11-20T18:00:00.000Z", 9)
    assert reader.feeds(NOON) == [replayed, live]
    assert reader.feeds(NOON + timedelta(days=1)) == [live]
    assert reader.feeds(NOON + timedelta(days=30)) == []


def test_more_feeds_than_a_page_holds(dynamo: DynamoTallyStore, reader: DynamoCounterReader) -> None:
    hours = {hour: 100_000 + hour for hour in range(24)}
    days = [DayTally(f"AAPL@{'x' * 60}.{run}", FRIDAY, hours, NOON, NOON) for run in range(1500)]
    dynamo.save(tallies(*days), NOON)
    assert len(reader.feeds(NOON)) == 1500
