from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import Memory, SeriesState, detect
from lambdas.shared.domain.detectors.zscore_detector import window_text
from lambdas.shared.errors import DependencyError
from tests.contract.tables import implementation
from tests.doubles.series_store import MemorySeriesStore
from tests.factories import NOON, ZSCORE, price_event, price_run

if TYPE_CHECKING:
    from lambdas.shared.ports import SeriesStore

NEW = SeriesState()
FULL = SeriesState(
    newest_at=NOON,
    newest_ids=frozenset({"b" * 32, "a" * 32}),
    scored=40,
    memories={
        "zscore": Memory(
            window_text(map(Decimal, ("0.0000000001", "1000000000", "412.5", "999999999.9999999999"))),
            {
                Direction.DROP: LastAlert(NOON - timedelta(minutes=3), Severity.HIGH),
                Direction.SPIKE: LastAlert(NOON, Severity.MEDIUM),
            },
        ),
        "calibrated": Memory('{"version":2}', {Direction.DROP: LastAlert(NOON, Severity.HIGH)}),
    },
)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> SeriesStore:
    return implementation(kind, request, MemorySeriesStore, DynamoSeriesStore, "detector-state")


def test_a_series_that_was_never_saved_has_no_state(store: SeriesStore) -> None:
    assert store.load(["AAPL@test.1"], NOON) == {}
    assert store.load([], NOON) == {}


def test_what_was_saved_is_loaded_exactly(store: SeriesStore) -> None:
    store.save({"AAPL": (NEW, FULL)}, NOON)
    one = replace(NEW, scored=1)
    store.save({"MSFT": (NEW, one)}, NOON)
    assert store.load(["AAPL", "MSFT", "AAPL@test.2"], NOON) == {"AAPL": FULL, "MSFT": one}


def test_a_state_goes_on_from_the_one_before(store: SeriesStore) -> None:
    first = detect(NEW, price_run(["100"] * 30), ZSCORE).state
    second = detect(first, [price_event("120", seconds=3000)], ZSCORE).state
    store.save({"a": (NEW, first)}, NOON)
    store.save({"a": (first, second)}, NOON)
    assert store.load(["a"], NOON) == {"a": second}


@pytest.mark.parametrize("read", [NEW, replace(FULL, scored=39), replace(FULL, scored=41)])
def test_a_state_that_has_moved_since_it_was_read_is_not_replaced(store: SeriesStore, read: SeriesState) -> None:
    store.save({"a": (NEW, FULL)}, NOON)
    with pytest.raises(DependencyError, match="of a was moved"):
        store.save({"a": (read, replace(FULL, scored=99))}, NOON)
    assert store.load(["a"], NOON) == {"a": FULL}


def test_more_series_than_one_call_takes(store: SeriesStore) -> None:
    states = {f"S{place}": replace(NEW, scored=place + 1) for place in range(103)}
    for series, state in states.items():
        store.save({series: (NEW, state)}, NOON)
    assert store.load(states, NOON) == states


def test_a_replays_state_ends_a_day_after_it_was_saved_and_the_next_begins_anew(store: SeriesStore) -> None:
    """DynamoDB may keep the item for days: it must not stand in the way of the one that follows."""
    name, day = "AAPL@calm.1", timedelta(days=1)
    store.save({name: (NEW, FULL)}, NOON)
    assert store.load([name], NOON + day - timedelta(seconds=1)) == {name: FULL}
    assert store.load([name], NOON + day) == {}
    first = replace(NEW, scored=1)
    store.save({name: (NEW, first)}, NOON + day)
    assert store.load([name], NOON + day) == {name: first}


def test_the_markets_state_stays(store: SeriesStore) -> None:
    store.save({"AAPL": (NEW, FULL)}, NOON)
    assert store.load(["AAPL"], NOON + timedelta(days=400)) == {"AAPL": FULL}
