"""price_candles in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from lambdas.shared.domain.candle import Candle, CandleKey
    from tests.doubles.steps import Step

KEPT = timedelta(days=30)


class MemoryCandleStore:
    """Implements `ports.CandleStore`; `candles` is what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.candles: dict[CandleKey, Candle] = {}
        self._expiry: dict[CandleKey, datetime] = {}
        self._step = step

    def load(self, keys: Collection[CandleKey], now: datetime) -> dict[CandleKey, Candle]:
        """The candles that exist at these keys."""
        self._step("candles.read")
        return {candle.key: candle for candle in self._live(now) if candle.key in keys}

    def with_totals_between(self, symbol: str, first: datetime, last: datetime, now: datetime) -> list[Candle]:
        """The candles with running totals from `first` to `last`."""
        self._step("candles.between")
        return [candle for candle in self._with_totals(symbol, now) if first <= candle.minute <= last]

    def last_total_before(self, symbol: str, minute: datetime, now: datetime) -> Decimal | None:
        """The running total last quoted before `minute`."""
        self._step("candles.before")
        earlier = [candle for candle in self._with_totals(symbol, now) if candle.minute < minute]
        return earlier[-1].last_total if earlier else None

    def next_with_totals(self, symbol: str, minute: datetime, now: datetime) -> Candle | None:
        """The first candle after `minute` with running totals."""
        self._step("candles.next")
        return next((candle for candle in self._with_totals(symbol, now) if candle.minute > minute), None)

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Writes the candles; a failure leaves the rest unwritten, as DynamoDB does."""
        for candle in candles:
            self._step("candles.write")
            self.candles[candle.key] = candle
            self._expiry[candle.key] = written_at + KEPT
        self._step("candles.written")

    def _live(self, now: datetime) -> list[Candle]:
        return [candle for key, candle in sorted(self.candles.items()) if self._expiry[key] > now]

    def _with_totals(self, symbol: str, now: datetime) -> list[Candle]:
        return [candle for candle in self._live(now) if candle.symbol == symbol and candle.running_totals]
