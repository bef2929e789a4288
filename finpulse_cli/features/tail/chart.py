"""A chart of dots for a terminal: the prices before an anomaly, what was expected, and the price that broke out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import ANOMALY_ABOVE, HIGH_ABOVE
from lambdas.shared.domain.digits import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

DOT = "•"
OUTLIER = "◆"
MEAN_LINE, MEDIUM_LINE, HIGH_LINE = "─", "┄", "┈"
LABEL_WIDTH = 21  # of everything left of the plot
_WIDE = 10  # a limit from here on is labelled without a decimal place
MIN_PLOT_WIDTH, MIN_HEIGHT = 10, 5


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows, in price units. `window` is oldest first, `price` the one after it.

    `mean` is what was expected and called `centre`; the bands are `limits`, in units of `stdev`.
    """

    window: Sequence[float]
    price: float
    mean: float
    stdev: float
    limits: tuple[float, float] = (ANOMALY_ABOVE, HIGH_ABOVE)
    centre: str = "mean"


def draw_chart(series: Series, width: int, height: int) -> list[str]:
    """Draw the chart as `height` lines of at most `width` characters. Needs a window of one price or more.

    The vertical scale spans all prices and both bands. Where lines of the scale fall into one row, the mean stands
    before the inner band, and that before the outer one.
    """
    height = max(height, MIN_HEIGHT)
    plot_width = max(width - LABEL_WIDTH, MIN_PLOT_WIDTH)
    levels = _levels(series)
    values = [*series.window, series.price, *(value for _, _, value in levels)]
    low, high = min(values), max(values)

    rows = [[" "] * plot_width for _ in range(height)]
    labels = [" " * (LABEL_WIDTH - 1) + "│"] * height
    for name, line, value in levels:
        row = _row_of(value, low, high, height)
        rows[row] = [line] * plot_width
        labels[row] = _label(name, value)
    for place, value in enumerate(series.window):
        rows[_row_of(value, low, high, height)][_column_of(place, len(series.window), plot_width)] = DOT
    outlier = _row_of(series.price, low, high, height)
    rows[outlier][-1] = OUTLIER
    labels[outlier] = _label("price", series.price)
    return [label + "".join(row) for label, row in zip(labels, rows, strict=True)]


def _levels(series: Series) -> list[tuple[str, str, float]]:
    """Return name, line and value of each level; one that comes later is drawn over one that comes before."""
    inner, outer = series.limits
    bands = [
        (f"{sign}{band:.{1 if band < _WIDE else 0}f} s", line, series.mean + float(f"{sign}{band}") * series.stdev)
        for band, line in ((outer, HIGH_LINE), (inner, MEDIUM_LINE))
        for sign in ("+", "-")
    ]
    return [*bands, (series.centre, MEAN_LINE, series.mean)]


def _row_of(value: float, low: float, high: float, height: int) -> int:
    """Return the row of a value, 0 at the top."""
    return round((high - value) / (high - low) * (height - 1)) if high > low else height // 2


def _column_of(place: int, count: int, width: int) -> int:
    """Return the column of the window's price number `place`; the last one is that of the price that broke out."""
    return place * (width - 1) // count


def _label(name: str, value: float) -> str:
    return f"{name:>6} {shown(Decimal(repr(value))):>12} ┤"[-LABEL_WIDTH:].rjust(LABEL_WIDTH)
