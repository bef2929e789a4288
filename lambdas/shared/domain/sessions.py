"""A stand-in for the exchange's sessions: weekdays, 09:30 to 16:00 in New York."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_OPENS, _CLOSES = time(9, 30), time(16)


@dataclass(frozen=True, slots=True)
class Session:
    """One regular session, its times aware UTC."""

    day: date
    opens_at: datetime
    closes_at: datetime


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo("America/New_York")


def session_on(day: date) -> Session | None:
    """Return the session of a day, None for one without."""
    if day.weekday() > 4:
        return None
    opens, closes = (datetime.combine(day, at, _zone()).astimezone(UTC) for at in (_OPENS, _CLOSES))
    return Session(day, opens, closes)


def trading_day_of(moment: datetime) -> date:
    """Return the calendar date of a moment in New York."""
    return moment.astimezone(_zone()).date()


def session_at(moment: datetime) -> Session | None:
    """Return the session that is open at a moment."""
    session = session_on(trading_day_of(moment))
    return session if session and session.opens_at <= moment < session.closes_at else None


def last_session_closed_by(moment: datetime) -> Session:
    """Return the last session that was over at a moment."""
    day = trading_day_of(moment)
    while True:
        session = session_on(day)
        if session and session.closes_at <= moment:
            return session
        day -= timedelta(days=1)
