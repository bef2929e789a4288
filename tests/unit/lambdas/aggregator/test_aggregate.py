from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.aggregator.aggregate import aggregate_candles
from lambdas.shared.errors import DependencyError
from tests.doubles.candle_store import MemoryCandleStore
from tests.doubles.steps import FailingSteps
from tests.factories import NOON, day_total, price_event

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent

TOTALS = [day_total(1000 + 100 * minute, seconds=60 * minute) for minute in range(4)]


def volumes(store: MemoryCandleStore, symbol: str = "AAPL") -> list[Decimal]:
    """A symbol's volumes, minute by minute."""
    return [candle.volume for key, candle in sorted(store.candles.items()) if key[0] == symbol]


def test_each_minute_of_each_symbol_gets_its_candle() -> None:
    store = MemoryCandleStore()
    events = [price_event(seconds=0), price_event(seconds=59), price_event(seconds=60), price_event(symbol="MSFT")]
    assert aggregate_candles(events, store, NOON) == {"events": 4, "candles_written": 3}
    assert {key: candle.trades for key, candle in store.candles.items()} == {
        ("AAPL", NOON): 2,
        ("AAPL", NOON + timedelta(minutes=1)): 1,
        ("MSFT", NOON): 1,
    }


def test_a_candle_goes_on_where_the_batch_before_left_it() -> None:
    store = MemoryCandleStore()
    aggregate_candles([price_event("10", volume=1)], store, NOON)
    aggregate_candles([price_event("12", seconds=30, volume=2)], store, NOON)
    (candle,) = store.candles.values()
    assert [candle.open, candle.close, candle.volume] == [10, 12, 3]


@pytest.mark.parametrize("events", [[price_event(seconds=place) for place in range(3)], TOTALS])
def test_a_batch_that_comes_again_writes_nothing(events: list[PriceEvent]) -> None:
    store = MemoryCandleStore()
    aggregate_candles(events, store, NOON)
    assert aggregate_candles(events, store, NOON)["candles_written"] == 0


@pytest.mark.parametrize("size", [1, 2, 4])
def test_running_totals_grow_from_candle_to_candle(size: int) -> None:
    store = MemoryCandleStore()
    for start in range(0, len(TOTALS), size):
        aggregate_candles(TOTALS[start : start + size], store, NOON)
    assert volumes(store) == [0, 100, 100, 100]


def test_a_late_quote_moves_the_growth_of_the_candle_that_follows() -> None:
    store = MemoryCandleStore()
    aggregate_candles([TOTALS[0], TOTALS[2], TOTALS[3]], store, NOON)
    assert volumes(store) == [0, 200, 100]
    assert aggregate_candles([TOTALS[1]], store, NOON)["candles_written"] == 2
    assert volumes(store) == [0, 100, 100, 100]


def test_a_late_quote_before_all_others_makes_the_first_one_grow() -> None:
    store = MemoryCandleStore()
    aggregate_candles(TOTALS[1:], store, NOON)
    aggregate_candles(TOTALS[:1], store, NOON)
    assert volumes(store) == [0, 100, 100, 100]


def test_growth_reaches_over_candles_without_totals_and_not_into_other_symbols() -> None:
    store = MemoryCandleStore()
    between = [price_event(seconds=60, volume=5), price_event(seconds=120, volume=6)]
    others = [day_total(77, seconds=30, symbol="MSFT"), day_total(80, seconds=200, symbol="MSFT")]
    for events in ([TOTALS[0], *others], between, [TOTALS[3]]):
        aggregate_candles(events, store, NOON)
    assert volumes(store) == [0, 5, 6, 300]
    assert volumes(store, "MSFT") == [0, 3]


def test_a_restart_between_candles_counts_from_zero() -> None:
    store = MemoryCandleStore()
    aggregate_candles([day_total(5000, seconds=0)], store, NOON)
    aggregate_candles([day_total(120, seconds=86_400)], store, NOON)
    assert volumes(store) == [0, 120]


def test_new_interval_volume_in_a_candle_leaves_its_growth_alone() -> None:
    store = MemoryCandleStore()
    aggregate_candles(TOTALS[:2], store, NOON)
    aggregate_candles([price_event(seconds=61, volume=7)], store, NOON)
    assert volumes(store) == [0, 107]


@pytest.mark.parametrize("step", range(7))
def test_a_write_that_failed_half_way_is_made_good_when_the_batch_returns(step: int) -> None:
    """The late quote's own candle may be written while the candle that follows it is not."""
    steps = FailingSteps()
    store = MemoryCandleStore(steps)
    aggregate_candles([TOTALS[0], TOTALS[2]], store, NOON)
    steps.count, steps.at = 0, {step}
    with pytest.raises(DependencyError):
        aggregate_candles([TOTALS[1]], store, NOON)
    aggregate_candles([TOTALS[1]], store, NOON)
    assert volumes(store) == [0, 100, 100]


def test_an_expired_candle_counts_as_gone() -> None:
    store = MemoryCandleStore()
    later = NOON + timedelta(days=30)
    aggregate_candles(TOTALS[:1], store, NOON)
    assert aggregate_candles(TOTALS[1:2], store, later)["candles_written"] == 1
    assert volumes(store) == [0, 0]
    assert aggregate_candles(TOTALS[:1], store, later)["candles_written"] == 2
    assert volumes(store) == [0, 100]
