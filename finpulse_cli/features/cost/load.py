"""The load that a bill is for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finpulse_cli.features.cost.asking import Asking


@dataclass(frozen=True, slots=True)
class Load:
    """Events that come in and people that look at them; None is as the stack declares it.

    `symbols` are quoted together every `interval_seconds`, round the clock. `queries_per_month` are Athena's, each over
    the last seven days. `dashboards` are open round the clock.
    """

    symbols: Decimal | None = None
    interval_seconds: Decimal | None = None
    queries_per_month: int = 100
    dashboards: int = 1

    @classmethod
    def of_events(cls, events_per_second: Decimal, queries_per_month: int = 100, dashboards: int = 1) -> Load:
        """So many events a second: of as many symbols, once a second each."""
        symbols = max(Decimal(1), events_per_second)
        return cls(symbols, symbols / events_per_second, queries_per_month, dashboards)

    def settled(self, asking: Asking) -> SettledLoad:
        """Return the load on a stack that asks for its own symbols like this."""
        symbols = Decimal(asking.symbols) if self.symbols is None else self.symbols
        own = asking.of(max(1, int(symbols)))
        return SettledLoad(
            symbols=symbols,
            interval_seconds=own.mean_interval_seconds if self.interval_seconds is None else self.interval_seconds,
            asking=own if self.interval_seconds is None else None,
            queries_per_month=self.queries_per_month,
            dashboards=self.dashboards,
        )


@dataclass(frozen=True, slots=True)
class SettledLoad:
    """A load with nothing left open. Seconds and numbers, see `Load`.

    `asking` is how the stack itself comes by it, None where the load is somebody else's. `interval_seconds` is then the
    mean of the month, nights included.
    """

    symbols: Decimal
    interval_seconds: Decimal
    asking: Asking | None
    queries_per_month: int
    dashboards: int

    @property
    def events_per_second(self) -> Decimal:
        """Events a second."""
        return self.symbols / self.interval_seconds

    @property
    def bursts_per_second(self) -> Decimal:
        """Bursts of events a second: all symbols are quoted at once."""
        return 1 / self.interval_seconds

    @property
    def events_per_candle(self) -> Decimal:
        """Events that a minute's candle ends up with."""
        return max(Decimal(1), 60 / self.interval_seconds)
