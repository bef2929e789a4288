from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lambdas.shared.domain.event import Source
from lambdas.shared.domain.open_hours import open_session
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.request_count import RequestCount
from lambdas.shared.errors import SessionUnknownError

WEDNESDAY = datetime(2026, 11, 25, 20, 50, tzinfo=UTC)  # the next day is Thanksgiving


def count(used: int, limit: int | None) -> RequestCount:
    return RequestCount(Source.ALPHA_VANTAGE, date(2026, 11, 25), used, limit)


@pytest.mark.parametrize(
    ("used", "limit", "left", "is_used_up"),
    [(24, 25, 1, False), (25, 25, 0, True), (26, 25, 0, True), (9000, None, None, False)],
)
def test_what_is_left_is_never_less_than_nothing(used: int, limit: int | None, left: int, is_used_up: bool) -> None:
    assert (count(used, limit).left, count(used, limit).is_used_up) == (left, is_used_up)


@pytest.mark.parametrize(
    ("hours", "goes_on_at"),
    [
        (ExchangeHours.NYSE, datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),
        (ExchangeHours.ALWAYS, datetime(2026, 11, 26, 5, tzinfo=UTC)),
    ],
)
def test_asking_goes_on_when_the_exchange_opens_on_a_later_day(hours: ExchangeHours, goes_on_at: datetime) -> None:
    assert count(25, 25).goes_on_at(WEDNESDAY, hours) == goes_on_at
    assert count(24, 25).goes_on_at(WEDNESDAY, hours) is None


def test_beyond_the_calendar_nobody_knows_when_it_goes_on() -> None:
    with pytest.raises(SessionUnknownError):
        count(25, 25).goes_on_at(datetime(2035, 12, 31, 20, tzinfo=UTC), ExchangeHours.NYSE)


def test_an_exchange_that_never_closes_has_a_session_a_day_also_when_clocks_change() -> None:
    session = open_session(datetime(2026, 11, 1, 12, tzinfo=UTC), ExchangeHours.ALWAYS)
    assert session is not None
    assert (session.day, session.closes_at - session.opens_at) == (date(2026, 11, 1), timedelta(hours=25))


@pytest.mark.parametrize(("per_minute", "calls"), [(None, 24), (600, 24), (5, 5)])
def test_a_wake_up_makes_as_many_calls_as_minute_and_time_allow(per_minute: int | None, calls: int) -> None:
    assert Plan(requests_per_minute=per_minute).calls_per_tick(24) == calls
