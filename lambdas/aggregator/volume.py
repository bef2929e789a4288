"""The volume that the running totals of a batch bring to its candles, and to those that follow them.

What a total adds depends on the highest total of its session before it, so a quote that arrives late takes from the
candles after it what it brings to its own. The chain of a session is settled from the earliest total of the batch
until a later candle's own highest total is as high as all before it: from there on nothing depends on the batch.

Whether a candle is stored as it should be plays no part in where a chain ends. An earlier attempt at the same batch
may have written any of the candles and not others; they are all settled again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.candle import with_total_before
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.timestamps import floor_minute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from lambdas.shared.domain.candle import Candle, CandleKey
    from lambdas.shared.domain.day_total import DayTotal, SessionKey
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore, SessionStartStore


@dataclass(frozen=True, slots=True)
class VolumeChains:
    """The candles of a batch: `stored` as they were, `candles` with the batch's events in them."""

    store: CandleStore
    starts: SessionStartStore
    stored: dict[CandleKey, Candle]
    candles: dict[CandleKey, Candle]

    def settle(self, events: Iterable[PriceEvent], now: datetime) -> dict[CandleKey, Candle]:
        """Return all candles that the batch touches or changes, their volumes as they must be.

        Totals that a candle holds already count too: the write before may have failed between it and those after it.
        """
        minutes = _minutes_with_totals(events)
        starts = self._starts(minutes, now)
        for key, touched in minutes.items():
            self._settle_chain(key, sorted(touched), starts[key], now)
        return self.candles

    def _starts(self, minutes: dict[SessionKey, set[datetime]], now: datetime) -> dict[SessionKey, datetime]:
        """Return the first minute of each session, and note it before any candle is written that lies there."""
        if not minutes:
            return {}
        known = self.starts.load(minutes.keys(), now)
        starts = {key: min({*touched, known.get(key, min(touched))}) for key, touched in minutes.items()}
        self.starts.save({key: start for key, start in starts.items() if known.get(key) != start}, now)
        return starts

    def _settle_chain(self, key: SessionKey, touched: list[datetime], start: datetime, now: datetime) -> None:
        series, session = key
        first, last = touched[0], touched[-1]
        before = self.store.highest_before(series, session, first, now) if start < first else None
        for candle in self._between(series, session, first, last, now):
            before = self._settle(candle, session, before).highest
        for candle in self.store.with_totals_after(series, session, last, now):
            self.stored.setdefault(candle.key, candle)
            settled = self._settle(self.candles.get(candle.key, candle), session, before)
            if before is None or settled.top >= before:
                break

    def _between(self, series: str, session: date, first: datetime, last: datetime, now: datetime) -> list[Candle]:
        """Return the candles from `first` to `last` that hold totals of the session, in order of time."""
        if first < last:
            for candle in self.store.with_totals_between(series, session, first, last, now):
                self.stored.setdefault(candle.key, candle)
                self.candles.setdefault(candle.key, candle)
        keys = (key for key in self.candles if key[0] == series and first <= key[1] <= last)
        return [candle for key in sorted(keys) if (candle := self.candles[key]).total_of(session) is not None]

    def _settle(self, candle: Candle, session: date, before: Decimal | None) -> DayTotal:
        settled = with_total_before(candle, session, before)
        self.candles[candle.key] = settled
        total = settled.total_of(session)
        if total is None:
            raise ValueError(f"the candle of {candle.minute} has no total of {session}")
        return total


def _minutes_with_totals(events: Iterable[PriceEvent]) -> dict[SessionKey, set[datetime]]:
    minutes: dict[SessionKey, set[datetime]] = {}
    for event in events:
        if event.volume_kind is VolumeKind.DAY_TOTAL:
            minutes.setdefault((event.series, event.session), set()).add(floor_minute(event.timestamp))
    return minutes
