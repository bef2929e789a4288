"""The load that a bill is for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

HOUR = 3600
MONTH_HOURS = 730  # as AWS's own calculators count
MONTH = MONTH_HOURS * HOUR  # seconds
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Load:
    """Events that come in and people that look at them; None is as the stack declares it.

    `symbols` are quoted together every `interval` seconds, round the clock. `queries` is how many Athena queries a
    month, each over the last seven days. `dashboards` are open round the clock.
    """

    symbols: Decimal | None = None
    interval: Decimal | None = None
    queries: int = 100
    dashboards: int = 1

    @classmethod
    def of_events(cls, per_second: Decimal, queries: int = 100, dashboards: int = 1) -> Load:
        """So many events a second: of as many symbols, once a second each."""
        symbols = max(Decimal(1), per_second)
        return cls(symbols, symbols / per_second, queries, dashboards)

    def settled(self, symbols: int, interval: int) -> SettledLoad:
        """Return the load on a stack that quotes so many symbols every `interval` seconds."""
        return SettledLoad(
            symbols=Decimal(symbols) if self.symbols is None else self.symbols,
            interval=Decimal(interval) if self.interval is None else self.interval,
            queries=self.queries,
            dashboards=self.dashboards,
        )


@dataclass(frozen=True, slots=True)
class SettledLoad:
    """A load with nothing left open. Seconds and numbers, see `Load`."""

    symbols: Decimal
    interval: Decimal
    queries: int
    dashboards: int

    @property
    def events(self) -> Decimal:
        """Events a second."""
        return self.symbols / self.interval

    @property
    def bursts(self) -> Decimal:
        """Bursts of events a second: all symbols are quoted at once."""
        return 1 / self.interval

    @property
    def candle_events(self) -> Decimal:
        """Events that a minute's candle ends up with."""
        return max(Decimal(1), 60 / self.interval)
