"""The market that plays, from the bars of a fixture and an instant. Pure: the clock is an argument.

The exchange behind it never closes: each calendar day in New York is a trading day, from midnight to midnight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called
from finpulse_cli.fixtures.model import Bar
from finpulse_cli.fixtures.overlap import merged
from finpulse_cli.standins.provider.triangle import index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.fixtures.model import Fixture, Quote

_FOUR_PLACES = Decimal("0.0001")
_EPOCH = datetime.fromtimestamp(0, UTC)


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
        """Make the tape of a fixture; of a symbol without bars each quote is a bar that does not move.

        Raises `UsageError` where it holds neither.
        """
        bars: dict[str, list[Bar]] = {}
        for bar in merged(fixture.replies).bars:
            bars.setdefault(bar.symbol, []).append(bar)
        quoted: dict[str, list[Bar]] = {}
        for quote in sorted(_quotes(fixture), key=lambda quote: quote.timestamp or _EPOCH):
            quoted.setdefault(quote.symbol, []).append(_still(quote))
        found = quoted | bars
        if not found:
            raise UsageError(
                f"Fixture {fixture.name!r} holds nothing for the stand-in server to play.",
                "Choose one with bars or quotes, such as market-day.",
            )
        return cls({symbol: tuple(of_symbol) for symbol, of_symbol in found.items()})

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


def _quotes(fixture: Fixture) -> list[Quote]:
    return [quote for reply in fixture.replies for quote in reply.quotes]


def _still(quote: Quote) -> Bar:
    """Return a quote as a bar of its one price; its volume is a total, which a bar has not."""
    price = quote.price
    return Bar(quote.symbol, quote.timestamp or _EPOCH, price, price, price, price, Decimal(0), 1)


def _midnight(now: datetime) -> datetime:
    """Return when the day of `now` began in New York. Clocks change at two, so midnight is there once on any day."""
    return now.astimezone(zone_called(MARKET_ZONE)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _minute(now: datetime) -> int:
    """Return whole minutes since 1970."""
    return int(now.timestamp()) // 60


def _moment(minute: int) -> datetime:
    return _EPOCH + timedelta(minutes=minute)
