"""What Alpha Vantage would answer, given the market that plays and an instant. Pure: the clock is an argument."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.fixtures.quotes import BULK_ENDPOINT
from finpulse_cli.fixtures.wire import COMPACT_BARS, intraday_body, price, stamp
from lambdas.shared.adapters.alpha_vantage.global_quote import KEY as GLOBAL_QUOTE
from lambdas.shared.domain.numbers import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from finpulse_cli.standins.provider.tape import Session, Tape

FULL_BARS = 390


def global_quote(tape: Tape, symbol: str, now: datetime, delay: timedelta | None = None) -> dict[str, object]:
    """Return the GLOBAL_QUOTE reply; an unknown symbol gets the provider's empty object.

    `delay` is how old the reply's key says that the quote is.
    """
    session = tape.session(symbol, now - (delay or timedelta(0)))
    key = GLOBAL_QUOTE if delay is None else f"{GLOBAL_QUOTE} - DATA DELAYED BY {delay.seconds // 60} MINUTES"
    if session is None:
        return {key: {}}
    return {
        key: {
            "01. symbol": session.symbol,
            "02. open": price(session.open),
            "03. high": price(session.high),
            "04. low": price(session.low),
            "05. price": price(session.price),
            "06. volume": canonical(session.volume),
            "07. latest trading day": stamp(session.at)[:10],
            "08. previous close": price(session.previous_close),
            "09. change": price(session.change),
            "10. change percent": f"{session.change_percent}%",
        }
    }


def bulk_quotes(tape: Tape, symbols: Iterable[str], now: datetime) -> dict[str, object]:
    """Return the REALTIME_BULK_QUOTES reply; unknown symbols are left out of it."""
    sessions = (tape.session(symbol, now) for symbol in symbols)
    return {
        "endpoint": BULK_ENDPOINT,
        "message": "success",
        "data": [_bulk_row(session) for session in sessions if session is not None],
    }


def intraday(tape: Tape, symbol: str, now: datetime, count: int = COMPACT_BARS) -> dict[str, object]:
    """Return the TIME_SERIES_INTRADAY reply with the last `count` one-minute bars of a symbol of the tape."""
    return intraday_body(tape.last(symbol, now, count))


def _bulk_row(session: Session) -> dict[str, str]:
    return {
        "symbol": session.symbol,
        "timestamp": f"{stamp(session.at)}.000",
        "open": _short(session.open),
        "high": _short(session.high),
        "low": _short(session.low),
        "close": _short(session.price),
        "volume": canonical(session.volume),
        "previous_close": _short(session.previous_close),
        "change": _short(session.change),
        "change_percent": _short(session.change_percent),
    }


def _short(number: Decimal) -> str:
    """Write a price in the bulk endpoint's notation: no trailing zeros but one decimal at least, as in 239.0."""
    text = canonical(number)
    return text if "." in text else f"{text}.0"
