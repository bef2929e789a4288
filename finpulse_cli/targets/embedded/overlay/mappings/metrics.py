"""What CloudWatch is told of invocations: Invocations, Errors, Throttles, Duration, IteratorAge of each function.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html. The emulator keeps every single value for
two weeks and saves them all; so they are summed up to statistic sets first, as CloudWatch itself would.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

UNITS = {"Duration": "Milliseconds", "IteratorAge": "Milliseconds"}
Function = tuple[str, str, str]  # account, region, name


@dataclass(frozen=True, slots=True)
class Statistics:
    """Values of one metric: how many, their sum, the least and the largest."""

    count: int
    total: float
    least: float
    largest: float

    def plus(self, value: float) -> Statistics:
        """Return them with one value more."""
        return Statistics(self.count + 1, self.total + value, min(self.least, value), max(self.largest, value))

    @staticmethod
    def of(value: float) -> Statistics:
        """Return those of a single value."""
        return Statistics(1, value, value, value)


class Metrics:
    """Gathers values on any thread until they are taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gathered: dict[tuple[Function, str], Statistics] = {}

    def add(self, function: Function, **values: float) -> None:
        """Add one value to each metric that is named."""
        with self._lock:
            for metric, value in values.items():
                key = (function, metric)
                so_far = self._gathered.get(key)
                self._gathered[key] = so_far.plus(value) if so_far else Statistics.of(value)

    def take(self) -> dict[tuple[Function, str], Statistics]:
        """Return what was gathered since the last time."""
        with self._lock:
            taken, self._gathered = self._gathered, {}
        return taken
