"""The pattern of volatility within a trading day: high at the open, low at noon, higher again at the close.

It is known by its 13 half-hours (`multiscale_parameters.PATTERN`); between their middles it is interpolated, on a
logarithmic scale, because the first half-hour falls by half within itself.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.multiscale_parameters import PATTERN
from lambdas.shared.domain.sessions import regular_opening

if TYPE_CHECKING:
    from datetime import date, datetime

SLOT_MINUTES = 30
SESSION_MINUTES = SLOT_MINUTES * len(PATTERN)
_HALF = SLOT_MINUTES / 2


def usual_variance(since_open: int) -> float:
    """Return the variance of one minute's return over the day's mean, by minutes since the session's opening.

    Outside the regular hours, where little is known, it is that mean.
    """
    return usual_variances()[since_open] if 0 <= since_open <= SESSION_MINUTES else 1.0


def minute_of(moment: datetime) -> int:
    """Return the number of the minute that holds a moment in UTC, counted from the beginning of the calendar."""
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute


@lru_cache(maxsize=64)
def opening_minute(day: date) -> int:
    """Return the minute in which the exchange opens on a day in New York; see `minute_of`."""
    return minute_of(regular_opening(day))


@cache
def usual_variances() -> tuple[float, ...]:
    """Return `usual_variance` of each minute of the regular hours."""
    slopes = [math.log(after / before) / SLOT_MINUTES for before, after in pairwise(PATTERN)]
    return tuple(_variance(minute, slopes) for minute in range(SESSION_MINUTES + 1))


def _variance(minute: int, slopes: list[float]) -> float:
    slot = min(max(int((minute - _HALF) // SLOT_MINUTES), 0), len(slopes) - 1)
    past_the_middle = min(minute - _HALF - slot * SLOT_MINUTES, SLOT_MINUTES)  # the close itself is held level
    return (PATTERN[slot] * math.exp(slopes[slot] * past_the_middle)) ** 2
