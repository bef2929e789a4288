"""An aggregator in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.aggregator.aggregate import Aggregator
from tests.doubles.candle_store import MemoryCandleStore
from tests.doubles.session_start_store import MemorySessionStartStore
from tests.doubles.steps import FailingSteps
from tests.doubles.tally_store import MemoryTallyStore
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.outcome import Outcome


class MemoryAggregator:
    """An aggregator on tables in memory."""

    def __init__(self) -> None:
        self.steps = FailingSteps()
        self.candles = MemoryCandleStore(self.steps)
        self.starts = MemorySessionStartStore(self.steps)
        self.tallies = MemoryTallyStore(self.steps)
        self._aggregator = Aggregator(self.candles, self.starts, self.tallies)

    def run(self, events: Sequence[PriceEvent], now: datetime = NOON) -> int:
        """Aggregate a batch; return how many candles were written."""
        written: int = self.outcome(events, now)["candles_written"]
        return written

    def outcome(self, events: Sequence[PriceEvent], now: datetime = NOON) -> Outcome:
        """Aggregate a batch; return all that is said of it."""
        return self._aggregator.run(events, now)

    def volumes(self, series: str = "AAPL") -> list[Decimal]:
        """A series' volumes, minute by minute."""
        return [candle.volume for key, candle in sorted(self.candles.candles.items()) if key[0] == series]
