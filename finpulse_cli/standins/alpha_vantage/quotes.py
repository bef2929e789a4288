"""What Alpha Vantage would answer, given the bars of a fixture and an instant. Pure: the clock is an argument.

The exchange behind it never closes: each calendar day in New York is a trading day, from midnight to midnight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called
from finpulse_cli.fixtures.quotes import BULK_ENDPOINT
from finpulse_cli.fixtures.recording import recording_of
from finpulse_cli.fixtures.wire import COMPACT_BARS, intraday_body, price, stamp
from finpulse_cli.standins.alpha_vantage.triangle import index
from lambdas.shared.adapters.alpha_vantage.global_quote import KEY as GLOBAL_QUOTE
from lambdas.shared.domain.numbers import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finpulse_cli.fixtures.model import Bar, Fixture

FULL_BARS = 390
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Session:
    """One symbol's trading day so far: dollars, shares, and what its `price` is compared with."""

    symbol: str
    at: datetime  # the minute that plays, aware UTC
    open: Decimal
    high: Decimal
    low: Decimal
    price: Decimal
    volume: Decimal
    previous_close: Decimal

    @property
    def change(self) -> Decimal:
        """Dollars since the previous close."""
        return self.price - self.previous_close

    @property
    def change_percent(self) -> Decimal:
        """Per cent since the previous close, to four places."""
        return (self.change * 100 / self.previous_close).quantize(_FOUR_PLACES) + 0  # + 0 turns -0.0000 into 0.0000


@dataclass(frozen=True, slots=True)
class Tape:
    """The bars that play, by symbol, oldest first. Every minute of the clock plays one, whatever its interval."""

    bars: Mapping[str, tuple[Bar, ...]]

    @classmethod
    def of(cls, fixture: Fixture) -> Tape:
        """Make the tape of a fixture; `UsageError` where it holds no bars."""
        bars: dict[str, list[Bar]] = {}
        for bar in recording_of(fixture).bars:
            bars.setdefault(bar.symbol, []).append(bar)
        if not bars:
            raise UsageError(
                f"Fixture {fixture.name!r} holds no bars for the stand-in server to play.",
                "Choose one with TIME_SERIES_INTRADAY replies, such as market-day.",
            )
        return cls({symbol: tuple(of_symbol) for symbol, of_symbol in bars.items()})

    def session(self, symbol: str, now: datetime) -> Session | None:
        """Return the day of `symbol` up to the minute of `now`, or None for an unknown symbol.

        The tape runs on over midnight; the day's opening, bounds and cumulative volume begin there.
        """
        bars = self.bars.get(symbol)
        if not bars:
            return None
        first, last = _minute(_midnight(now)), _minute(now)
        played = [bars[index(minute, len(bars))] for minute in range(first, last + 1)]
        return Session(
            symbol=symbol,
            at=_moment(last),
            open=played[0].open,
            high=max(bar.high for bar in played),
            low=min(bar.low for bar in played),
            price=played[-1].close,
            volume=sum((bar.volume for bar in played), Decimal(0)),
            previous_close=bars[index(first - 1, len(bars))].close,
        )

    def last(self, symbol: str, now: datetime, count: int) -> list[Bar]:
        """Return the bars of the last `count` minutes up to that of `now`, stamped with those minutes."""
        bars, newest = self.bars[symbol], _minute(now)
        return [
            replace(bars[index(minute, len(bars))], start=_moment(minute), interval_minutes=1)
            for minute in range(newest - count + 1, newest + 1)
        ]


def global_quote(tape: Tape, symbol: str, now: datetime) -> dict[str, object]:
    """Return the GLOBAL_QUOTE reply; an unknown symbol gets the provider's empty object."""
    session = tape.session(symbol, now)
    if session is None:
        return {GLOBAL_QUOTE: {}}
    return {
        GLOBAL_QUOTE: {
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


def _midnight(now: datetime) -> datetime:
    """Return when the day of `now` began in New York. Clocks change at two, so midnight is there once on any day."""
    return now.astimezone(zone_called(MARKET_ZONE)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _minute(now: datetime) -> int:
    """Return whole minutes since 1970."""
    return int(now.timestamp()) // 60


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(minutes=minute)
