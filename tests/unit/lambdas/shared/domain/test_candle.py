from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.candle import Candle, fold_candle, group_by_candle, with_total_before
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


def test_events_are_grouped_by_series_and_minute() -> None:
    others = [price_event(symbol="MSFT"), price_event(seconds=60)]
    groups = group_by_candle([*MINUTE, *others])
    assert groups == {
        ("AAPL@test.1", NOON): MINUTE,
        ("MSFT@test.1", NOON): others[:1],
        ("AAPL@test.1", NOON + timedelta(minutes=1)): others[1:],
    }


def test_a_candle_is_open_high_low_close_and_volume() -> None:
    candle = fold(MINUTE)
    assert (candle.open, candle.high, candle.low, candle.close) == tuple(map(Decimal, ("10.0", "12.5", "9.75", "11.0")))
    assert (candle.volume, candle.trades) == (Decimal("350.5"), 4)
    assert (candle.first, candle.last) == (MINUTE[0].order, MINUTE[-1].order)
    assert candle.key == ("AAPL@test.1", NOON)


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


def test_a_bar_brings_its_own_open_high_and_low() -> None:
    bar = price_event("11", bar=("10", "12", "9"))
    candle = fold([bar])
    assert [candle.open, candle.high, candle.low, candle.close] == [10, 12, 9, 11]
    with_quote = fold([price_event("13", seconds=30)], candle)
    assert [with_quote.open, with_quote.high, with_quote.low, with_quote.close] == [10, 13, 9, 13]


def test_a_bar_that_does_not_open_the_minute_opens_it_not() -> None:
    quote, bar = price_event("10.5"), price_event("11", seconds=1, bar=("10", "12", "9"))
    for order in permutations((quote, bar)):
        candle = fold(order[1:], fold(order[:1]))
        assert [candle.open, candle.high, candle.low, candle.close] == [Decimal("10.5"), 12, 9, 11]


TOTALS = [day_total(1000, seconds=0), day_total(1400, seconds=20), day_total(1900, seconds=40)]
SESSION = TOTALS[0].session


def settled(events: Iterable[PriceEvent], before: int | None) -> Candle:
    return with_total_before(fold(events), SESSION, None if before is None else Decimal(before))


def test_a_running_total_counts_by_its_growth() -> None:
    assert settled(TOTALS, 900).volume == 1000
    assert settled(TOTALS, 1000).volume == 900
    assert settled(TOTALS, 1500).volume == 400
    assert settled(TOTALS, 2000).volume == 0


def test_the_first_total_of_a_session_is_its_baseline() -> None:
    assert settled(TOTALS, None).volume == 900
    assert settled(TOTALS[:1], None).volume == 0


def test_the_first_total_of_a_session_counts_whole_about_its_open() -> None:
    about_the_open = [day_total(1000, seconds=-9000), day_total(1400, seconds=-8980)]
    assert settled(about_the_open, None).volume == 1400


@pytest.mark.parametrize("session", [date(2026, 11, 21), date(2026, 11, 26), date(1905, 1, 2)])
def test_a_session_without_an_open_has_a_baseline(session: date) -> None:
    assert fold([day_total(1000, seconds=-9000, session=session)]).volume == 0


def test_a_dip_counts_nothing() -> None:
    dipped = [day_total(5000, seconds=0), day_total(120, seconds=20), day_total(5150, seconds=40)]
    assert settled(dipped, 4000).volume == 1150


def test_totals_count_in_the_order_of_quotes_not_of_arrival() -> None:
    for order in permutations(TOTALS):
        candle = with_total_before(fold(order[1:], fold(order[:1])), SESSION, Decimal(900))
        assert candle == settled(TOTALS, 900)


def test_settling_again_counts_anew() -> None:
    once = settled(TOTALS, 400)
    assert with_total_before(once, SESSION, Decimal(900)) == settled(TOTALS, 900)


def test_sessions_of_one_minute_count_apart() -> None:
    other = SESSION - timedelta(days=1)
    candle = fold([*TOTALS, day_total(70, seconds=30, session=other), day_total(77, seconds=31, session=other)])
    assert candle.volume == 900 + 7
    assert with_total_before(candle, other, Decimal(75)).volume == 900 + 2
    assert [total.session for total in candle.day_totals] == [other, SESSION]


def test_both_kinds_of_volume_add_up() -> None:
    candle = settled([*TOTALS, price_event(seconds=30, volume=7, feed="live")], 900)
    total = candle.total_of(SESSION)
    assert total is not None
    assert (candle.volume, candle.trades, total.highest) == (Decimal(1007), 4, Decimal(1900))


def test_a_candle_without_totals_has_none_to_hand_on() -> None:
    assert fold(MINUTE).total_of(SESSION) is None
    assert with_total_before(fold(MINUTE), SESSION, Decimal(900)) == fold(MINUTE)
