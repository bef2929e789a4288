"""When a quote was quoted: in the session, after it, delayed, stale, in extended hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.quote import Quote
from lambdas.shared.domain.quote_time import ExchangeHours, QuoteTime, quote_time
from lambdas.shared.domain.sessions import last_session_closed_by, session_at, session_on
from lambdas.shared.errors import QuoteUnreadableError, SessionUnknownError

DAYLESS = Quote("AAPL", Decimal(100), Decimal(1000), None, timestamp=None)
DELAY = timedelta(minutes=15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of_day(day: str) -> Quote:
    return replace(DAYLESS, trading_day=date.fromisoformat(day))


def time_of(quote: Quote, asked_at: str, hours: ExchangeHours = ExchangeHours.NYSE) -> tuple[datetime, str]:
    found = quote_time(quote, at(asked_at), hours)
    return found.timestamp, str(found.session)


@pytest.mark.parametrize("asked_at", ["2026-11-20 14:30", "2026-11-20 17:11", "2026-11-20 20:59"])
def test_during_the_session_a_quote_of_today_is_of_the_minute_of_asking(asked_at: str) -> None:
    assert time_of(of_day("2026-11-20"), asked_at) == (at(asked_at), "2026-11-20")


@pytest.mark.parametrize(
    ("named", "asked_at", "closed_at", "session"),
    [
        ("2026-11-20", "2026-11-20 21:00", "2026-11-20 21:00", "2026-11-20"),  # the evening
        ("2026-11-20", "2026-11-21 04:00", "2026-11-20 21:00", "2026-11-20"),
        ("2026-11-20", "2026-11-22 12:00", "2026-11-20 21:00", "2026-11-20"),  # the weekend
        ("2026-11-20", "2026-11-23 14:29", "2026-11-20 21:00", "2026-11-20"),  # before the opening
        ("2026-11-20", "2026-11-23 15:00", "2026-11-20 21:00", "2026-11-20"),  # a plan that is updated at the close
        ("2026-11-19", "2026-11-20 23:00", "2026-11-19 21:00", "2026-11-19"),  # not updated yet
        ("2026-11-25", "2026-11-26 17:00", "2026-11-25 21:00", "2026-11-25"),  # Thanksgiving
        ("2026-11-27", "2026-11-27 18:00", "2026-11-27 18:00", "2026-11-27"),  # a half day
        ("2026-11-27", "2026-11-27 19:30", "2026-11-27 18:00", "2026-11-27"),
        ("2026-07-02", "2026-07-04 16:00", "2026-07-02 20:00", "2026-07-02"),  # summer time
        ("2026-11-20", "2026-11-20 14:29", "2026-11-19 21:00", "2026-11-19"),  # not traded yet on the day it names
        ("2026-11-26", "2026-11-26 17:00", "2026-11-25 21:00", "2026-11-25"),  # not traded at all on it
        ("2018-10-05", "2026-11-20 15:00", "2018-10-05 20:00", "2018-10-05"),  # a symbol that is traded no more
    ],
)
def test_any_other_quote_is_the_closing_quote_of_the_session_before(
    named: str, asked_at: str, closed_at: str, session: str
) -> None:
    assert time_of(of_day(named), asked_at) == (at(closed_at), session)


@pytest.mark.parametrize(
    ("named", "asked_at", "quoted_at", "session"),
    [
        ("2026-11-20", "2026-11-20 15:00", "2026-11-20 14:45", "2026-11-20"),
        ("2026-11-20", "2026-11-20 14:45", "2026-11-20 14:30", "2026-11-20"),
        ("2026-11-19", "2026-11-20 14:44", "2026-11-19 21:00", "2026-11-19"),
        ("2026-11-20", "2026-11-20 21:14", "2026-11-20 20:59", "2026-11-20"),
        ("2026-11-20", "2026-11-20 21:15", "2026-11-20 21:00", "2026-11-20"),
    ],
)
def test_a_delayed_quote_is_as_old_as_the_provider_says(
    named: str, asked_at: str, quoted_at: str, session: str
) -> None:
    assert time_of(replace(of_day(named), delay=DELAY), asked_at) == (at(quoted_at), session)


def test_a_quote_with_a_time_keeps_it_in_the_session_whenever_it_is_asked_for() -> None:
    quote = replace(DAYLESS, timestamp=at("2026-11-20 17:00:01.5"))
    assert time_of(quote, "2026-11-20 19:00") == (at("2026-11-20 17:00:01.5"), "2026-11-20")


def test_a_regular_price_with_a_time_after_the_close_is_the_closing_quote() -> None:
    quote = replace(DAYLESS, timestamp=at("2026-05-28 23:59:59.667"))
    assert time_of(quote, "2026-05-29 02:00") == (at("2026-05-28 20:00"), "2026-05-28")


def test_a_price_of_extended_hours_keeps_its_time_and_the_day_in_new_york() -> None:
    quote = replace(DAYLESS, timestamp=at("2026-11-21 00:59:57.644"), extended_hours=True)
    assert time_of(quote, "2026-11-21 03:00") == (at("2026-11-21 00:59:57.644"), "2026-11-20")


@pytest.mark.parametrize("hours", ExchangeHours)
def test_a_trading_day_still_to_come_is_refused(hours: ExchangeHours) -> None:
    with pytest.raises(QuoteUnreadableError, match="2026-11-21, which is still to come"):
        time_of(of_day("2026-11-21"), "2026-11-21 04:59", hours)


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(SessionUnknownError):
        time_of(of_day("2036-01-02"), "2036-01-02 15:00")


def test_an_exchange_that_never_closes_quotes_at_any_minute() -> None:
    quote = of_day("2026-11-21")
    assert time_of(quote, "2026-11-21 05:00", ExchangeHours.ALWAYS) == (at("2026-11-21 05:00"), "2026-11-21")
    late = replace(DAYLESS, delay=DELAY)
    assert time_of(late, "2026-11-21 05:00", ExchangeHours.ALWAYS) == (at("2026-11-21 04:45"), "2026-11-20")


MOMENTS = st.datetimes(datetime(2000, 2, 1), datetime(2035, 12, 31, 23, 59), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(0, 20))
def test_a_quote_lies_in_its_session_or_at_its_close_and_never_ahead(asked_at: datetime, days_ago: int) -> None:
    newest = session_at(asked_at) or last_session_closed_by(asked_at)
    quote = replace(DAYLESS, trading_day=newest.day - timedelta(days=days_ago))

    found = quote_time(quote, asked_at, ExchangeHours.NYSE)

    session = session_on(found.session)
    assert session is not None
    assert session.opens_at <= found.timestamp <= session.closes_at
    assert found.timestamp <= asked_at


@given(MOMENTS, st.integers(0, 600))
def test_asking_again_while_the_exchange_is_closed_finds_the_same_quote(asked_at: datetime, minutes: int) -> None:
    later = asked_at + timedelta(minutes=minutes)
    closed = last_session_closed_by(asked_at)
    quote = replace(DAYLESS, trading_day=closed.day)

    first, second = (quote_time(quote, moment, ExchangeHours.NYSE) for moment in (asked_at, later))

    assert first == second == QuoteTime(closed.closes_at, closed.day, is_closing=True)
