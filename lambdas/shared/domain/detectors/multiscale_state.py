"""What `multiscale` remembers of a series."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class MultiscaleState(NamedTuple):
    """A value. Returns are logarithmic; what is open is the minute of the last event.

    `closes` are the prices at the ends of the minutes before the open one, at most 15 and of one session. `levels`
    belong to them: sums of the returns since the session began, each over the square root of what was usual at that
    time of day, and cut where it was extreme. `fast`, `slow` and `overnight` are running means of absolute returns, the
    first two of a minute and without the pattern of the day.
    """

    session: date | None = None
    opening: int = 0  # the minute in which the session opens
    minute: int = 0  # the open one; 0 before the first event
    is_gap: bool = False  # the open minute is the first after a closed market
    span: float = 1.0  # the variance usual in the open minute, times the minutes since the one before
    price: Decimal = Decimal(0)  # the latest
    latest: float = 0.0  # the same
    size: float = 0.0  # the return of the open minute so far, a split taken out
    closes: tuple[Decimal, ...] = ()
    levels: tuple[float, ...] = ()
    fast: float = 0.0
    slow: float = 0.0
    minutes: int = 0  # that are in `fast` and `slow`
    overnight: float = 0.0
    nights: int = 0
    tick: float = 0.01  # the least that the price was seen to move, at most a cent
    close: float = 0.0  # the last of `closes`
