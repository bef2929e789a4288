"""The Z-score of a price against the prices before it.

For the window W of the last 30 prices:  s = max(sample stdev(W), 0.0001 * |mean(W)|),  z = (price - mean(W)) / s.
The floor keeps a flat window from turning a cent into an anomaly, and from dividing by zero.

The sums are exact and each result is rounded once, to float64, so a price that lies exactly on a limit is not pushed
across it: after thirty prices of 400.00 a quote of 400.10 has z = 2.5, where float arithmetic finds 2.5000000000006.
Exact sums may also be carried from price to price, which floats may not: nothing is rounded, so nothing drifts.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

WINDOW_SIZE = 30
STDEV_FLOOR_OF_MEAN = Decimal("0.0001")
_EXACT = Context(prec=100)  # the terms below stay under 50 digits: a price has at most 20
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Score:
    """A price measured against its window: mean and stdev in price units, z in standard deviations."""

    mean: float
    stdev: float
    z: float
    deviation_percent: float


def exact_arithmetic() -> AbstractContextManager[Context]:
    """Return the context in which a `PriceWindow` is made and used."""
    return localcontext(_EXACT)


class PriceWindow:
    """The newest prices of a series, at most `WINDOW_SIZE`, with their sum and the sum of their squares.

    Everything but `prices` needs `exact_arithmetic`.
    """

    __slots__ = ("_prices", "_squares", "_sum_of_squares", "_total")

    def __init__(self, prices: Iterable[Decimal], size: int = WINDOW_SIZE) -> None:
        self._prices = deque(prices, size)
        self._squares = deque((price * price for price in self._prices), size)
        self._total = sum(self._prices, _ZERO)
        self._sum_of_squares = sum(self._squares, _ZERO)

    @property
    def prices(self) -> tuple[Decimal, ...]:
        """The prices, oldest first."""
        return tuple(self._prices)

    @property
    def is_full(self) -> bool:
        """Whether there are enough prices for a verdict."""
        return len(self._prices) == self._prices.maxlen

    def push(self, price: Decimal) -> None:
        """Take in the next price; the oldest leaves a full window."""
        if self.is_full:
            self._total -= self._prices[0]
            self._sum_of_squares -= self._squares[0]
        square = price * price
        self._prices.append(price)
        self._squares.append(square)
        self._total += price
        self._sum_of_squares += square

    def is_within(self, price: Decimal, limit_squared: Decimal) -> bool:
        """Return whether z * z is at most `limit_squared`: without a root or a division, hence exactly."""
        count, distance = len(self._prices), self._distance(price)
        return distance * distance * (count - 1) <= limit_squared * self._scale()

    def score(self, price: Decimal) -> Score:
        """Measure `price`, which is not in the window, against the at least two prices above zero that are."""
        count, distance, scale = len(self._prices), self._distance(price), self._scale()
        return Score(
            mean=float(self._total / count),
            stdev=float((scale / (count * count * (count - 1))).sqrt()),
            z=float((distance * distance * (count - 1) / scale).sqrt().copy_sign(distance)),
            deviation_percent=float(100 * distance / self._total),
        )

    def _distance(self, price: Decimal) -> Decimal:
        """Return the distance from the mean, times count."""
        return len(self._prices) * price - self._total

    def _scale(self) -> Decimal:
        """Return the variance, s squared, times count^2 * (count - 1)."""
        count, total = len(self._prices), self._total
        floor = STDEV_FLOOR_OF_MEAN * total
        return max(count * (count * self._sum_of_squares - total * total), floor * floor * (count - 1))


def score_price(window: Sequence[Decimal], price: Decimal) -> Score:
    """Measure `price` against a window of at least two prices above zero, none of which is the price itself."""
    with exact_arithmetic():
        return PriceWindow(window, len(window)).score(price)
