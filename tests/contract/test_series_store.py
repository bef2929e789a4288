from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.errors import DependencyError
from tests.contract.conftest import MEMORY
from tests.doubles.series_store import MemorySeriesStore
from tests.factories import NOON, price_event, price_run

if TYPE_CHECKING:
    from lambdas.shared.ports import SeriesStore
    from tests.contract.tables import Tables

NEW = SeriesState()
FULL = SeriesState(
    window=tuple(Decimal(text) for text in ("0.0000000001", "1000000000", "412.5", "999999999.9999999999")),
    newest_at=NOON,
    newest_ids=frozenset({"b" * 32, "a" * 32}),
    scored=40,
    last_alerts={
        Direction.DROP: LastAlert(NOON - timedelta(minutes=3), Severity.HIGH),
        Direction.SPIKE: LastAlert(NOON, Severity.MEDIUM),
    },
)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> SeriesStore:
    if kind == MEMORY:
        return MemorySeriesStore()
    tables: Tables = request.getfixturevalue("tables")
    return DynamoSeriesStore(tables.client, tables.create("detector-state"))


def test_a_series_that_was_never_saved_has_no_state(store: SeriesStore) -> None:
    assert store.load(["replay:test#AAPL"]) == {}
    assert store.load([]) == {}


def test_what_was_saved_is_loaded_exactly(store: SeriesStore) -> None:
    store.save("a#AAPL", NEW, FULL)
    one = replace(NEW, scored=1)
    store.save("a#MSFT", NEW, one)
    assert store.load(["a#AAPL", "a#MSFT", "b#AAPL"]) == {"a#AAPL": FULL, "a#MSFT": one}


def test_a_state_goes_on_from_the_one_before(store: SeriesStore) -> None:
    first = detect(NEW, price_run(["100"] * 30), timedelta(minutes=15)).state
    second = detect(first, [price_event("120", seconds=3000)], timedelta(minutes=15)).state
    store.save("a", NEW, first)
    store.save("a", first, second)
    assert store.load(["a"]) == {"a": second}


@pytest.mark.parametrize("read", [NEW, replace(FULL, scored=39), replace(FULL, scored=41)])
def test_a_state_that_has_moved_since_it_was_read_is_not_replaced(store: SeriesStore, read: SeriesState) -> None:
    store.save("a", NEW, FULL)
    with pytest.raises(DependencyError, match="of a was moved"):
        store.save("a", read, replace(FULL, scored=99))
    assert store.load(["a"]) == {"a": FULL}


def test_more_series_than_one_call_takes(store: SeriesStore) -> None:
    states = {f"a#S{place}": replace(NEW, scored=place + 1) for place in range(103)}
    for series, state in states.items():
        store.save(series, NEW, state)
    assert store.load(states) == states
