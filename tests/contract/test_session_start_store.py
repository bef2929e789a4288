from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.session_start_store import DynamoSessionStartStore
from lambdas.shared.domain.session_span import SessionSpan
from tests.contract.tables import implementation
from tests.doubles.session_start_store import MemorySessionStartStore
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.ports import SessionStartStore

FRIDAY = date(2026, 11, 20)
SPAN = SessionSpan(NOON, FRIDAY)
LIVE, REPLAYED = ("AAPL", FRIDAY), ("AAPL@calm.1", FRIDAY)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> SessionStartStore:
    return implementation(kind, request, MemorySessionStartStore, DynamoSessionStartStore, "session-starts")


def test_a_session_that_nobody_has_seen_has_no_start(store: SessionStartStore) -> None:
    assert store.load([LIVE], NOON) == {}
    assert store.load([], NOON) == {}


def test_each_series_and_session_has_its_own(store: SessionStartStore) -> None:
    spans = {
        LIVE: SPAN,
        REPLAYED: SessionSpan(NOON - timedelta(minutes=1), FRIDAY + timedelta(days=1)),
        ("AAPL", date(2026, 11, 19)): SessionSpan(NOON, None),
    }
    store.save(spans, NOON)
    assert store.load([*spans, ("MSFT", FRIDAY)], NOON) == spans


def test_an_earlier_start_takes_the_place_of_a_later_one(store: SessionStartStore) -> None:
    for minutes in (0, 5):
        store.save({LIVE: SessionSpan(NOON - timedelta(minutes=minutes), FRIDAY)}, NOON)
    assert store.load([LIVE], NOON) == {LIVE: SessionSpan(NOON - timedelta(minutes=5), FRIDAY)}


def test_it_is_kept_as_long_as_the_candles(store: SessionStartStore) -> None:
    store.save({LIVE: SPAN, REPLAYED: SPAN}, NOON)
    assert store.load([LIVE, REPLAYED], NOON + timedelta(hours=23)).keys() == {LIVE, REPLAYED}
    assert store.load([LIVE, REPLAYED], NOON + timedelta(days=1)).keys() == {LIVE}
    assert store.load([LIVE, REPLAYED], NOON + timedelta(days=30)) == {}
