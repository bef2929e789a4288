"""Trading sessions of the New York Stock Exchange: its holidays, half days and daylight saving. All moments are UTC.

The table covers the days from FIRST_DAY to LAST_DAY. Outside it nothing is known, and every question about sessions
raises `SessionUnknownError` instead of guessing at holidays; only `trading_day_of` answers for any moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lambdas.shared.domain import nyse_sessions
from lambdas.shared.errors import SessionUnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Functions' zips bring this zone along: Lambda's own zone database is no part of its contract.
NEW_YORK = "America/New_York"
FIRST_DAY = date.fromisoformat(nyse_sessions.FIRST_DAY)
LAST_DAY = date.fromisoformat(nyse_sessions.LAST_DAY)

_OPENS = time.fromisoformat(nyse_sessions.OPENS)
_CLOSES = time.fromisoformat(nyse_sessions.CLOSES)
_CLOSES_EARLY = time.fromisoformat(nyse_sessions.CLOSES_EARLY)
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Session:
    """The regular hours of one trading day, from `opens_at` up to, not including, `closes_at` (aware UTC)."""

    day: date
    opens_at: datetime
    closes_at: datetime


@lru_cache(maxsize=64)
def session_on(day: date) -> Session | None:
    """Return the session of a calendar day in New York, or None on a weekend or holiday.

    Raises `SessionUnknownError` for a day that the table does not cover.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise SessionUnknownError(
            f"{day} lies outside the exchange's calendar, which covers {FIRST_DAY} to {LAST_DAY}; extend it with "
            "`make sessions`"
        )
    if day.weekday() >= _SATURDAY or day in _closed():
        return None
    closes = _CLOSES_EARLY if day in _early() else _CLOSES
    return Session(day, _utc(day, _OPENS), _utc(day, closes))


def regular_opening(day: date) -> datetime:
    """Return when a session of that day in New York opens, whether or not there is one; its calendar has no part."""
    return _utc(day, _OPENS)


def trading_day_of(moment: datetime) -> date:
    """Return the calendar date in New York at an aware `moment`, whether or not the exchange trades on it."""
    return moment.astimezone(_new_york()).date()


def session_at(moment: datetime) -> Session | None:
    """Return the session whose regular hours hold an aware `moment`, or None while the exchange is closed.

    Raises `SessionUnknownError` for a moment that the table does not cover.
    """
    session = session_on(trading_day_of(moment))
    return session if session is not None and session.opens_at <= moment < session.closes_at else None


def last_session_closed_by(moment: datetime, not_after: date | None = None) -> Session:
    """Return the newest session that closed at or before an aware `moment`, of those up to the day `not_after`.

    Raises `SessionUnknownError` where the table does not reach back, or forward, far enough to know it.
    """
    day = trading_day_of(moment) if not_after is None else min(not_after, trading_day_of(moment))
    while (session := session_on(day)) is None or session.closes_at > moment:
        day -= _DAY
    return session


def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, _new_york()).astimezone(UTC)


@cache
def _closed() -> frozenset[date]:
    return _days(nyse_sessions.CLOSED)


@cache
def _early() -> frozenset[date]:
    return _days(nyse_sessions.EARLY)


def _days(by_year: Mapping[int, str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, days in by_year.items() for day in days.split())


@cache
def _new_york() -> ZoneInfo:
    return ZoneInfo(NEW_YORK)
