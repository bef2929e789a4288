"""The trading time in a stretch of time: it tells a silent night from a pipeline that has stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.sessions import last_session_closed_by, session_at
from lambdas.shared.errors import SessionUnknownError

if TYPE_CHECKING:
    from datetime import datetime

_NONE = timedelta(0)


def trading_time(since: datetime, until: datetime, hours: ExchangeHours) -> timedelta:
    """Return how long the exchange traded from `since` to `until` (both aware), below zero if `until` is earlier.

    Only the session that runs at `until` and the one before are counted, so the time of a longer stretch is too short
    but never less than a whole session. Where the exchange's calendar ends all time counts.
    """
    if hours is ExchangeHours.ALWAYS or until <= since:
        return until - since
    try:
        closed, running = last_session_closed_by(until), session_at(until)
    except SessionUnknownError:
        return until - since
    traded = max(closed.closes_at - max(since, closed.opens_at), _NONE)
    return traded if running is None else traded + (until - max(since, running.opens_at))
