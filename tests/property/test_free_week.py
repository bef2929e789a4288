"""What a plan allows is never passed, never asked for outside the session, and evenly spread over it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.sessions import Session, session_at, session_on, trading_day_of
from tests.property.free_week import MINUTE, Market

FREE = Plan(daily_requests=25)
FIVE = ("AAPL", "GOOGL", "MSFT", "AMZN", "TSLA")
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)  # Thanksgiving on the Thursday, half a day on the Friday
WEEK = (SUNDAY, SUNDAY + timedelta(days=7))
SESSIONS = {date(2026, 11, day): 390 for day in (23, 24, 25)} | {date(2026, 11, 27): 210}


def session_of(day: date) -> Session:
    """The session of a day that has one."""
    session = session_on(day)
    assert session is not None
    return session


FULL, HALF = session_of(date(2026, 11, 23)), session_of(date(2026, 11, 27))


@pytest.fixture(scope="module")
def week() -> Market:
    market = Market(FREE, FIVE)
    market.wake_through(*WEEK)
    return market


def test_a_week_on_a_free_key_asks_25_times_in_each_session_and_never_outside_one(week: Market) -> None:
    assert Counter(map(trading_day_of, week.requests)) == dict.fromkeys(SESSIONS, 25)
    assert all(session_at(moment) is not None for moment in week.requests)
    assert week.used_up
    assert {(count.used, count.limit) for count in week.used_up} == {(25, 25)}


def test_it_spreads_them_evenly_over_each_session(week: Market) -> None:
    for day, minutes in SESSIONS.items():
        session = session_of(day)
        moments = [moment for moment in week.requests if trading_day_of(moment) == day]
        assert moments[0] == session.opens_at
        even = timedelta(minutes=minutes) / 25
        gaps = [later - earlier for earlier, later in pairwise([*moments, session.closes_at])]
        assert all(abs(gap - even) <= MINUTE for gap in gaps)


def test_no_symbol_waits_twice_as_long_as_another(week: Market) -> None:
    assert {symbol: len(moments) for symbol, moments in week.asked.items()} == dict.fromkeys(FIVE, 20)
    for day in SESSIONS:
        asked = {symbol: [at for at in week.asked[symbol] if trading_day_of(at) == day] for symbol in FIVE}
        waits = [later - earlier for moments in asked.values() for earlier, later in pairwise(moments)]
        assert max(waits) < 2 * min(waits)


def test_the_turn_goes_on_over_days_off(week: Market) -> None:
    assert week.in_order == [FIVE[number % 5] for number in range(100)]


plans = st.builds(Plan, st.integers(1, 3000), st.none() | st.integers(1, 200))
sessions = st.sampled_from([FULL, HALF])


@settings(deadline=None, max_examples=60)
@given(plan=plans, count=st.integers(1, 40), session=sessions, step=st.sampled_from([1, 2, 5, 15]))
def test_any_plan_is_kept_and_its_symbols_are_served_alike(plan: Plan, count: int, session: Session, step: int) -> None:
    opens_at, closes_at = session.opens_at, session.closes_at
    symbols = tuple(f"S{number}" for number in range(count))
    market = Market(plan, symbols, step=timedelta(minutes=step))
    market.wake_through(opens_at - timedelta(hours=1), closes_at + timedelta(hours=1))
    ticks = (closes_at - opens_at) // market.step
    assert plan.daily_requests is not None
    most = min(count, plan.requests_per_minute or count)
    possible = min(plan.daily_requests, ticks * most)
    assert possible - most <= len(market.requests) <= possible
    assert max(Counter(market.requests).values()) <= most
    served = [len(market.asked.get(symbol, ())) for symbol in symbols]
    assert max(served) - min(served) <= 1
    longest = [max(waits) for symbol in symbols if len(waits := market.waits(symbol)) > 1] if min(served) > 2 else []
    assert not longest or max(longest) < 2 * min(longest) or max(longest) - min(longest) <= market.step


@settings(deadline=None, max_examples=30)
@example(start=367, others=0, at=0)
@given(start=st.integers(0, 380), others=st.integers(0, 20), at=st.integers(0, 380))
def test_a_late_start_and_what_others_spend_only_stretch_the_distance(start: int, others: int, at: int) -> None:
    market = Market(FREE, FIVE)
    begin = FULL.opens_at + start * MINUTE
    spent = FULL.opens_at + at * MINUTE
    market.wake_through(begin, max(begin, spent))
    before = len(market.requests)
    spent_by_others = min(others, 25 - before)
    for _ in range(spent_by_others):
        market.budget.take(spent)
    market.wake_through(max(begin, spent), FULL.closes_at)
    assert len(market.requests) <= 25
    own = sorted({moment for moments in market.asked.values() for moment in moments if moment > max(begin, spent)})
    gaps = [later - earlier for earlier, later in pairwise(own)]
    assert not gaps or max(gaps) - min(gaps) <= 2 * MINUTE
    assert market.in_order == [FIVE[number % 5] for number in range(len(market.requests) - spent_by_others)]


@settings(deadline=None, max_examples=30)
@given(repeats=st.lists(st.integers(0, 389), max_size=60))
def test_a_minute_that_comes_again_asks_nothing(repeats: list[int]) -> None:
    market, again = Market(FREE, FIVE), set(repeats)
    for number in range(390):
        minute = FULL.opens_at + number * MINUTE
        market.wake(minute)
        asked = len(market.requests)
        if number in again:
            market.wake(minute)
            market.wake(minute - MINUTE)
        assert len(market.requests) == asked or number not in again
    assert len(market.requests) == 25


def test_without_a_limit_on_the_day_every_tick_asks_for_all() -> None:
    market = Market(Plan(), FIVE)
    market.wake_through(FULL.opens_at - MINUTE, FULL.opens_at + 2 * MINUTE)
    assert market.asked == {symbol: [FULL.opens_at, FULL.opens_at + MINUTE] for symbol in FIVE}


def test_more_symbols_than_a_minute_allows_take_turns_of_equal_length() -> None:
    symbols = tuple(f"S{number}" for number in range(100))
    market = Market(Plan(requests_per_minute=60), symbols)
    market.wake_through(FULL.opens_at, FULL.closes_at)
    assert max(Counter(market.requests).values()) == 50
    assert {wait for symbol in symbols for wait in market.waits(symbol)} == {2 * MINUTE}


def test_an_exchange_that_never_closes_spreads_over_day_and_night() -> None:
    market = Market(FREE, FIVE, ExchangeHours.ALWAYS)
    market.wake_through(datetime(2026, 11, 22, 5, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC))
    assert len(market.requests) == 25
    gaps = [later - earlier for earlier, later in pairwise(market.requests)]
    assert all(abs(gap - timedelta(days=1) / 25) <= MINUTE for gap in gaps)


def test_a_clock_that_was_set_back_does_not_silence_the_ingester() -> None:
    market = Market(FREE, FIVE)
    market.wake(FULL.opens_at + timedelta(days=1))
    market.wake(FULL.opens_at)
    assert len(market.requests) == 2
