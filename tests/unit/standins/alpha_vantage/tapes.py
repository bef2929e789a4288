"""A small tape for the tests of the stand-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from finpulse_cli.fixtures.model import Bar
from finpulse_cli.standins.alpha_vantage.quotes import Tape

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAP = 4  # minutes that three bars take, there and back
NOON = EPOCH + timedelta(minutes=LAP * 7_000_000)  # a moment at which a lap begins, in the year 2023


def bar(symbol: str, minute: int, close: str) -> Bar:
    """A bar that opens at 100, with a cent of room above and below and 10 shares more each minute."""
    opens, closes = Decimal(100), Decimal(close)
    low, high = min(opens, closes) - Decimal("0.01"), max(opens, closes) + Decimal("0.01")
    return Bar(symbol, EPOCH + timedelta(minutes=minute), opens, high, low, closes, Decimal(10 * (minute + 1)), 1)


TAPE = Tape(
    {
        symbol: tuple(bar(symbol, minute, close) for minute, close in enumerate(["100", "101.5", "99"]))
        for symbol in ("AAPL", "TSLA")
    }
)


def after(minutes: float) -> datetime:
    """`minutes` after the lap began."""
    return NOON + timedelta(minutes=minutes)
