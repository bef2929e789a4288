from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.session_start_store import DynamoSessionStartStore
from tests.contract.tables import implementation
from tests.doubles.session_start_store import MemorySessionStartStore
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.ports import SessionStartStore

FRIDAY = date(2026, 11, 20)
LIVE, REPLAYED = ("AAPL", FRIDAY), ("AAPL@calm.1", FRIDAY)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> SessionStartStore:
    return implementation(kind, request, MemorySessionStartStore, DynamoSessionStartStore, "session-starts")


def test_a_session_that_nobody_has_seen_has_no_start(store: SessionStartStore) -> None:
    assert store.load([LIVE], NOON) == {}
    assert store.load([], NOON) == {}


def test_each_series_and_session_has_its_own(store: SessionStartStore) -> None:
    starts = {LIVE: NOON, REPLAYED: NOON - timedelta(minutes=1), ("AAPL", date(2026, 11, 19)): NOON}
    store.save(starts, NOON)
    assert store.load([*starts, ("MSFT", FRIDAY)], NOON) == starts


def test_an_earlier_start_takes_the_place_of_a_later_one(store: SessionStartStore) -> None:
    for minutes in (0, 5):
        store.save({LIVE: NOON - timedelta(minutes=minutes)}, NOON)
    assert store.load([LIVE], NOON) == {LIVE: NOON - timedelta(minutes=5)}


def test_it_is_kept_as_long_as_the_candles(store: SessionStartStore) -> None:
    store.save({LIVE: NOON, REPLAYED: NOON}, NOON)
    assert store.load([LIVE, REPLAYED], NOON + timedelta(hours=23)).keys() == {LIVE, REPLAYED}
    assert store.load([LIVE, REPLAYED], NOON + timedelta(days=1)).keys() == {LIVE}
    assert store.load([LIVE, REPLAYED], NOON + timedelta(days=30)) == {}
