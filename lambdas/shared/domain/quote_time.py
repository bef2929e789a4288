"""The time of a quote, and its session: a closing quote that is asked for all night stays one quote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.sessions import last_session_closed_by, session_at, trading_day_of
from lambdas.shared.errors import QuoteUnreadableError

if TYPE_CHECKING:
    from datetime import date, datetime

    from lambdas.shared.domain.quote import Quote


class ExchangeHours(StrEnum):
    """The hours of the exchange that the quotes come from."""

    NYSE = "nyse"  # its regular sessions
    ALWAYS = "always"  # day and night, a session a calendar day in New York: the stand-in provider's market


@dataclass(frozen=True, slots=True)
class QuoteTime:
    """The moment of a quote (aware UTC), the trading day it belongs to, and whether it is that day's closing quote."""

    timestamp: datetime
    session: date
    is_closing: bool = False


def quote_time(quote: Quote, asked_at: datetime, hours: ExchangeHours) -> QuoteTime:
    """Return the time and the session of a quote that was asked for at `asked_at` (aware UTC).

    During the session that a reply is about it is the quote's own time, else that of asking, less the provider's
    delay. A reply that names an earlier trading day, or comes while the exchange is closed, holds the last closing
    quote and gets the time of that close; only a price of extended hours keeps its own.

    Raises `QuoteUnreadableError` for a trading day that is still to come, `SessionUnknownError` for one that the
    exchange's calendar does not cover.
    """
    moment = asked_at - quote.delay if quote.timestamp is None else quote.timestamp
    today = trading_day_of(moment)
    day = quote.trading_day or today
    if day > today:
        raise QuoteUnreadableError(f"the reply names the trading day {day}, which is still to come")
    if hours is ExchangeHours.ALWAYS or quote.extended_hours:
        return QuoteTime(moment, day)
    session = session_at(moment)
    if session is not None and session.day == day:
        return QuoteTime(moment, day)
    closed = last_session_closed_by(moment, not_after=day)
    return QuoteTime(closed.closes_at, closed.day, is_closing=True)
