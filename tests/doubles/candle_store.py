"""price_candles in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from lambdas.shared.domain.candle import Candle, CandleKey
    from tests.doubles.steps import Step

KEPT_DAYS = 30


class MemoryCandleStore:
    """Implements `ports.CandleStore`; `candles` is what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.candles: dict[CandleKey, Candle] = {}
        self._expiry = Expiry["CandleKey"](KEPT_DAYS)
        self._step = step

    def load(self, keys: Collection[CandleKey], now: datetime) -> dict[CandleKey, Candle]:
        """The candles that exist at these keys."""
        self._step("candles.read")
        return {key: self.candles[key] for key in keys if key in self.candles and self._expiry.is_alive(key, now)}

    def highest_before(self, series: str, session: date, minute: datetime, now: datetime) -> Decimal | None:
        """The highest total of a session before `minute`, as the last candle before it knows it."""
        self._step("candles.before")
        earlier = [candle for candle in self._with_totals(series, session, now) if candle.minute < minute]
        total = earlier[-1].total_of(session) if earlier else None
        return total.highest if total else None

    def with_totals_between(
        self, series: str, session: date, first: datetime, last: datetime, now: datetime
    ) -> list[Candle]:
        """The candles with totals of a session from `first` to `last`."""
        self._step("candles.between")
        return [candle for candle in self._with_totals(series, session, now) if first <= candle.minute <= last]

    def with_totals_after(self, series: str, session: date, minute: datetime, now: datetime) -> Iterator[Candle]:
        """The candles with totals of a session after `minute`, each read when it is used."""
        for candle in self._with_totals(series, session, now):
            if candle.minute > minute:
                self._step("candles.after")
                yield candle

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Writes the candles; a failure leaves any of the others unwritten, as DynamoDB does of a page."""
        for candle in (*candles[2::3], *candles[1::3], *candles[::3]):
            self._step("candles.write")
            self.candles[candle.key] = candle
            self._expiry.note(candle.key, candle.series, written_at)
        self._step("candles.written")

    def _with_totals(self, series: str, session: date, now: datetime) -> list[Candle]:
        alive = [candle for key, candle in sorted(self.candles.items()) if self._expiry.is_alive(key, now)]
        return [candle for candle in alive if candle.series == series and candle.total_of(session) is not None]
