"""The Z-score of a price against the prices before it.

For the window W of the last 30 prices:  s = max(sample stdev(W), 0.0001 * |mean(W)|),  z = (price - mean(W)) / s.
The floor keeps a flat window from turning a cent into an anomaly, and from dividing by zero.

The sums are exact and each result is rounded once, to float64, so a price that lies exactly on a limit is not pushed
across it: after thirty prices of 400.00 a quote of 400.10 has z = 2.5, where float arithmetic finds 2.5000000000006.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW_SIZE = 30
STDEV_FLOOR_OF_MEAN = Decimal("0.0001")
_EXACT = Context(prec=100)  # the terms below stay under 50 digits: a price has at most 20


@dataclass(frozen=True, slots=True)
class Score:
    """A price measured against its window: mean and stdev in price units, z in standard deviations."""

    mean: float
    stdev: float
    z: float
    deviation_percent: float


def score_price(window: Sequence[Decimal], price: Decimal) -> Score:
    """Measure `price` against a window of at least two prices above zero, none of which is the price itself."""
    count = len(window)
    with localcontext(_EXACT):
        total = sum(window, Decimal(0))
        distance = count * price - total  # from the mean, times count
        spread = count * (count * sum((value * value for value in window), Decimal(0)) - total * total)
        floor = STDEV_FLOOR_OF_MEAN * total
        scale = max(spread, floor * floor * (count - 1))  # s squared, times count^2 * (count - 1)
        return Score(
            mean=float(total / count),
            stdev=float((scale / (count * count * (count - 1))).sqrt()),
            z=float((distance * distance * (count - 1) / scale).sqrt().copy_sign(distance)),
            deviation_percent=float(100 * distance / total),
        )
