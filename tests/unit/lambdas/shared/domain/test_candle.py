from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.candle import Candle, fold_candle, group_by_candle, growth_of, settle
from lambdas.shared.domain.event import VolumeKind
from tests.factories import NOON, day_total, price_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent


def fold(events: Iterable[PriceEvent], candle: Candle | None = None) -> Candle:
    folded = fold_candle(candle, events)
    assert folded is not None
    return folded


MINUTE = [
    price_event("10.0", seconds=1, volume=100),
    price_event("12.5", seconds=20, volume="0.5"),
    price_event("9.75", seconds=40, volume=0),
    price_event("11.0", seconds=59.999, volume=250),
]


def test_events_are_grouped_by_symbol_and_minute() -> None:
    others = [price_event(symbol="MSFT"), price_event(seconds=60)]
    groups = group_by_candle([*MINUTE, *others])
    assert groups == {
        ("AAPL", NOON): MINUTE,
        ("MSFT", NOON): others[:1],
        ("AAPL", NOON + timedelta(minutes=1)): others[1:],
    }


def test_a_candle_is_open_high_low_close_and_volume() -> None:
    candle = fold(MINUTE)
    assert (candle.open, candle.high, candle.low, candle.close) == tuple(map(Decimal, ("10.0", "12.5", "9.75", "11.0")))
    assert (candle.volume, candle.trades) == (Decimal("350.5"), 4)
    assert (candle.first, candle.last) == (MINUTE[0].order, MINUTE[-1].order)
    assert candle.key == ("AAPL", NOON)


@pytest.mark.parametrize("cut", range(1, 4))
def test_any_order_in_any_parts_gives_the_same_candle(cut: int) -> None:
    for order in permutations(MINUTE):
        assert fold(order[cut:], fold(order[:cut])) == fold(MINUTE)


def test_of_one_moment_the_smaller_id_opens_and_the_greater_closes() -> None:
    twins = sorted((price_event("1"), price_event("2"), price_event("3")), key=lambda event: event.event_id)
    for order in permutations(twins):
        candle = fold(order[1:], fold(order[:1]))
        assert (candle.open, candle.close) == (twins[0].price, twins[-1].price)


def test_an_event_counts_once() -> None:
    candle = fold(MINUTE)
    assert fold(MINUTE, candle) is candle
    assert fold([MINUTE[0], MINUTE[0]]).trades == 1
    assert fold([*MINUTE, price_event("11", seconds=30, volume=1)], candle).volume == candle.volume + 1


def test_nothing_makes_no_candle() -> None:
    assert fold_candle(None, []) is None


TOTALS = [day_total(1000, seconds=0), day_total(1400, seconds=20), day_total(1900, seconds=40)]


def test_a_running_total_counts_by_its_growth() -> None:
    assert settle(fold(TOTALS), Decimal(900)).volume == 1000
    assert settle(fold(TOTALS), Decimal(1000)).volume == 900


def test_the_very_first_total_has_grown_by_nothing() -> None:
    assert settle(fold(TOTALS), None).volume == 900
    assert settle(fold(TOTALS[:1]), None).volume == 0


def test_a_total_that_falls_has_restarted_from_zero() -> None:
    restarted = [day_total(5000, seconds=0), day_total(120, seconds=20), day_total(150, seconds=40)]
    assert settle(fold(restarted), Decimal(4000)).volume == 1000 + 120 + 30
    assert growth_of(Decimal(5000), Decimal(120)) == 120
    assert growth_of(Decimal(5000), Decimal(5000)) == 0


def test_totals_count_in_the_order_of_quotes_not_of_arrival() -> None:
    for order in permutations(TOTALS):
        assert settle(fold(order[1:], fold(order[:1])), Decimal(900)).volume == 1000


def test_settling_again_counts_anew() -> None:
    once = settle(fold(TOTALS), Decimal(400))
    assert settle(once, Decimal(900)) == settle(fold(TOTALS), Decimal(900))


def test_both_kinds_of_volume_add_up() -> None:
    candle = settle(fold([*TOTALS, price_event(seconds=30, volume=7, kind=VolumeKind.INTERVAL)]), Decimal(900))
    assert (candle.volume, candle.trades, candle.last_total) == (Decimal(1007), 4, Decimal(1900))


def test_a_candle_without_totals_has_none_to_hand_on() -> None:
    assert fold(MINUTE).last_total is None
    assert settle(fold(MINUTE), Decimal(900)) == fold(MINUTE)
