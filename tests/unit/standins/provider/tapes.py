"""A small tape for the tests of the stand-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from finpulse_cli.fixtures.model import Bar
from finpulse_cli.standins.provider.tape import Tape

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAP = 4  # minutes that three bars take, there and back
MIDNIGHT = EPOCH + timedelta(minutes=LAP * 6_999_900)  # in New York on 2023-03-28; a lap begins at it


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
    """`minutes` after the day and a lap began."""
    return MIDNIGHT + timedelta(minutes=minutes)
