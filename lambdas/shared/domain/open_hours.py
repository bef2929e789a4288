"""The hours in which quotes are asked for: the exchange's sessions, or day and night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.sessions import NEW_YORK, Session, session_at, session_on, trading_day_of

_DAY = timedelta(days=1)


def open_session(moment: datetime, hours: ExchangeHours) -> Session | None:
    """Return the session that holds an aware `moment`, None while the exchange is closed.

    An exchange that never closes has one a calendar day in New York. Raises `SessionUnknownError` where New York's
    calendar ends.
    """
    return _whole_day(trading_day_of(moment)) if hours is ExchangeHours.ALWAYS else session_at(moment)


def next_opening(moment: datetime, hours: ExchangeHours) -> datetime:
    """Return when the first session opens on a day after that of an aware `moment` (aware UTC)."""
    day = trading_day_of(moment) + _DAY
    if hours is ExchangeHours.ALWAYS:
        return _whole_day(day).opens_at
    while (session := session_on(day)) is None:
        day += _DAY
    return session.opens_at


def _whole_day(day: date) -> Session:
    return Session(day, _midnight(day), _midnight(day + _DAY))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(NEW_YORK)).astimezone(UTC)
