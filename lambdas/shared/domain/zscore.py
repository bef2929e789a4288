"""The Z-score of a price against the prices before it.

For the window W of the last 30 prices:  s = max(sample stdev(W), 0.0001 * |mean(W)|),  z = (price - mean(W)) / s.
The floor keeps a flat window from turning a cent into an anomaly, and from dividing by zero.

The sums are exact and each result is rounded once, to float64, so a price that lies exactly on a limit is not pushed
across it: after thirty prices of 400.00 a quote of 400.10 has z = 2.5, where float arithmetic finds 2.5000000000006.
Exact sums may also be carried from price to price, which floats may not: nothing is rounded, so nothing drifts.
"""

from __future__ import annotations

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
    """The newest prices of a series, oldest first, at most `size`, with their sum and the sum of their squares.

    A value: it never changes. Everything but `prices` needs `exact_arithmetic`.
    """

    __slots__ = ("_size", "_squares", "_total", "prices")

    def __init__(self, prices: Iterable[Decimal], size: int = WINDOW_SIZE) -> None:
        self.prices = tuple(prices)[-size:]
        self._size = size
        self._total = sum(self.prices, _ZERO)
        self._squares = sum((price * price for price in self.prices), _ZERO)

    @property
    def is_full(self) -> bool:
        """Whether there are enough prices for a verdict."""
        return len(self.prices) == self._size

    def pushed(self, price: Decimal) -> PriceWindow:
        """Return the window with the next price; the oldest leaves a full one."""
        prices = self.prices
        after = PriceWindow.__new__(PriceWindow)
        after._size = self._size
        if len(prices) == self._size:
            oldest = prices[0]
            growth = price - oldest
            after.prices = (*prices[1:], price)
            after._total = self._total + growth
            after._squares = self._squares + growth * (price + oldest)
        else:
            after.prices = (*prices, price)
            after._total = self._total + price
            after._squares = self._squares + price * price
        return after

    def is_within(self, price: Decimal, limit_squared: Decimal) -> bool:
        """Return whether z * z is at most `limit_squared`: without a root or a division, hence exactly."""
        count, distance = len(self.prices), self._distance(price)
        moved = distance * distance * (count - 1)
        return moved <= limit_squared * self._spread() or moved <= limit_squared * self._scale()

    def score(self, price: Decimal) -> Score:
        """Measure `price`, which is not in the window, against the at least two prices above zero that are."""
        count, distance, scale = len(self.prices), self._distance(price), self._scale()
        return Score(
            mean=float(self._total / count),
            stdev=float((scale / (count * count * (count - 1))).sqrt()),
            z=float((distance * distance * (count - 1) / scale).sqrt().copy_sign(distance)),
            deviation_percent=float(100 * distance / self._total),
        )

    def _distance(self, price: Decimal) -> Decimal:
        """Return the distance from the mean, times count."""
        return len(self.prices) * price - self._total

    def _spread(self) -> Decimal:
        """Return the sample variance times count^2 * (count - 1)."""
        count = len(self.prices)
        return count * (count * self._squares - self._total * self._total)

    def _scale(self) -> Decimal:
        """Return s squared, the variance or its floor, times count^2 * (count - 1)."""
        floor = STDEV_FLOOR_OF_MEAN * self._total
        return max(self._spread(), floor * floor * (len(self.prices) - 1))


def score_price(window: Sequence[Decimal], price: Decimal) -> Score:
    """Measure `price` against a window of at least two prices above zero, none of which is the price itself."""
    with exact_arithmetic():
        return PriceWindow(window, len(window)).score(price)
