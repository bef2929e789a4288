"""The exchange's sessions: every day of the table against `exchange_calendars`, and the questions asked of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lambdas.shared.domain.sessions import (
    FIRST_DAY,
    LAST_DAY,
    Session,
    last_session_closed_by,
    session_at,
    session_on,
    trading_day_of,
)
from lambdas.shared.errors import RecordError, SessionUnknownError
from scripts import nyse_sessions as generator

REFERENCE = generator.sessions()
MILLISECOND = timedelta(milliseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_every_day_of_the_table_is_as_the_reference_has_it() -> None:
    days = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]

    ours = {day: (session.opens_at, session.closes_at) for day in days if (session := session_on(day)) is not None}

    assert len(days) > 13_000
    assert ours == REFERENCE


def test_both_generated_modules_are_what_the_generator_writes() -> None:
    hours = generator.local_hours(REFERENCE)

    assert generator.PYTHON.read_text("utf-8") == generator.python_text(hours)
    assert generator.TYPESCRIPT.read_text("utf-8") == generator.typescript_text(hours)


def test_hours_that_the_table_cannot_hold_are_refused_by_the_generator() -> None:
    with pytest.raises(ValueError, match="2026-11-20 from 10:30 to 16:00"):
        generator.local_hours({date(2026, 11, 20): (at("2026-11-20 15:30"), at("2026-11-20 21:00"))})


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-11-20", "14:30", "21:00"),  # winter time
        ("2026-07-02", "13:30", "20:00"),  # summer time
        ("2026-03-09", "13:30", "20:00"),  # the Monday after the clocks went forward
        ("2026-11-02", "14:30", "21:00"),  # and back
        ("2026-11-27", "14:30", "18:00"),  # the day after Thanksgiving
        ("2026-12-24", "14:30", "18:00"),
    ],
)
def test_a_session_has_its_hours_in_utc(day: str, opens: str, closes: str) -> None:
    expected = Session(date.fromisoformat(day), at(f"{day} {opens}"), at(f"{day} {closes}"))

    assert session_on(date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-21",  # a Saturday
        "2026-11-22",
        "2026-11-26",  # Thanksgiving
        "2026-07-03",  # Independence Day, kept on the Friday before
        "2001-09-12",
        "2012-10-29",  # Hurricane Sandy
        "2018-12-05",
        "2025-01-09",
    ],
)
def test_no_session_on_weekends_holidays_and_days_of_mourning(day: str) -> None:
    assert session_on(date.fromisoformat(day)) is None


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1), date.max, date.min])
def test_a_day_beyond_the_table_is_an_error_and_no_guess(day: date) -> None:
    with pytest.raises(SessionUnknownError, match="covers 2000-01-01 to 2035-12-31; extend it with `make sessions`"):
        session_on(day)


def test_a_record_about_an_unknown_day_is_a_bad_record_and_does_not_come_again() -> None:
    assert issubclass(SessionUnknownError, RecordError)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-21 04:59:59.999", "2026-11-20"),  # an evening in New York, the next day in UTC
        ("2026-11-21 05:00", "2026-11-21"),
        ("2026-07-02 03:59", "2026-07-01"),
        ("2026-07-02 04:00", "2026-07-02"),
        ("1969-12-31 12:00", "1969-12-31"),  # beyond the table too
        ("2070-06-15 03:59", "2070-06-14"),
    ],
)
def test_the_trading_day_is_the_date_in_new_york(moment: str, day: str) -> None:
    assert trading_day_of(at(moment)) == date.fromisoformat(day)


def test_a_session_runs_from_its_opening_up_to_its_close() -> None:
    session = session_on(date(2026, 11, 27))
    assert session is not None

    assert session_at(session.opens_at - MILLISECOND) is None
    assert session_at(session.opens_at) == session
    assert session_at(session.closes_at - MILLISECOND) == session
    assert session_at(session.closes_at) is None
    assert session_at(at("2026-11-26 16:00")) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20 21:00", "2026-11-20"),
        ("2026-11-20 20:59:59.999", "2026-11-19"),
        ("2026-11-23 14:29", "2026-11-20"),  # before the opening on Monday
        ("2026-11-27 17:59", "2026-11-25"),  # across Thanksgiving
        ("2026-11-27 18:00", "2026-11-27"),
        ("2001-09-17 13:00", "2001-09-10"),
    ],
)
def test_the_last_session_closed(moment: str, day: str) -> None:
    assert last_session_closed_by(at(moment)).day == date.fromisoformat(day)


@pytest.mark.parametrize("moment", ["2000-01-02 12:00", "2036-01-01 12:00"])
def test_no_last_session_is_known_beyond_the_table(moment: str) -> None:
    with pytest.raises(SessionUnknownError):
        last_session_closed_by(at(moment))
