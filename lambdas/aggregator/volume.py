"""The volume that the running totals of a batch bring to its candles, and to those that follow them.

What a total adds depends on the highest total of its session before it, so a quote that arrives late takes from the
candles after it what it brings to its own. The chain of a session is settled from the earliest total of the batch
until a later candle's own highest total is as high as all before it: from there on nothing depends on the batch.

Whether a candle is stored as it should be plays no part in where a chain ends. An earlier attempt at the same batch
may have written any of the candles and not others; they are all settled again.

Most batches bring the newest quotes, and then nothing is looked for: the highest total before the batch is known to
the candle of its first minute or of the minute before, which were read with the batch's own; and that no total
follows is known from the session's last day and the newest event counted on it. What only a failed attempt left is
not counted, but the attempt's events come again, and settle it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.candle import with_total_before
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.session_span import SessionSpan, widened
from lambdas.shared.domain.timestamps import floor_minute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from lambdas.shared.domain.candle import Candle, CandleKey
    from lambdas.shared.domain.day_total import DayTotal, SessionKey
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.tally import Tallies
    from lambdas.shared.ports import CandleStore, SessionStartStore

_MINUTE = timedelta(minutes=1)


def neighbours(events: Iterable[PriceEvent]) -> set[CandleKey]:
    """Return the keys of the candles right before the batch's first running totals, one a series and session."""
    firsts = ((series, min(minutes)) for (series, _), minutes in _minutes_with_totals(events).items())
    return {(series, _minute_before(first)) for series, first in firsts}


@dataclass(frozen=True, slots=True)
class VolumeChains:
    """The candles of a batch: `stored` as they were, `candles` with the batch's events in them.

    `stored` may hold others beside them; `counted` is what was counted before, of the batch's days at least.
    """

    store: CandleStore
    starts: SessionStartStore
    counted: Tallies
    stored: dict[CandleKey, Candle]
    candles: dict[CandleKey, Candle]

    def settle(self, events: Iterable[PriceEvent], now: datetime) -> dict[CandleKey, Candle]:
        """Return all candles that the batch touches or changes, their volumes as they must be.

        Totals that a candle holds already count too: the write before may have failed between it and those after it.
        """
        minutes = _minutes_with_totals(events)
        if minutes:
            known = self._note_spans(minutes, now)
            for key, touched in minutes.items():
                self._settle_chain(key, sorted(touched), known.get(key), now)
        return self.candles

    def _note_spans(self, minutes: dict[SessionKey, set[datetime]], now: datetime) -> dict[SessionKey, SessionSpan]:
        """Note where each session's totals lie, before any candle is written there; return what was known before."""
        known = dict(self.starts.load(minutes.keys(), now))
        spans = {key: widened(known.get(key), touched) for key, touched in minutes.items()}
        self.starts.save({key: span for key, span in spans.items() if known.get(key) != span}, now)
        return known

    def _settle_chain(self, key: SessionKey, touched: list[datetime], known: SessionSpan | None, now: datetime) -> None:
        series, session = key
        before = self._highest_before(series, session, touched[0], known, now)
        for candle in self._between(series, session, touched, now):
            before = self._settle(candle, session, before).highest
        if self._is_last(series, touched[-1], known):
            return
        for candle in self.store.with_totals_after(series, session, touched[-1], now):
            self.stored.setdefault(candle.key, candle)
            settled = self._settle(self.candles.get(candle.key, candle), session, before)
            if before is None or settled.top >= before:
                break

    def _highest_before(
        self, series: str, session: date, first: datetime, known: SessionSpan | None, now: datetime
    ) -> Decimal | None:
        """Return the highest total of the session before the minute `first`."""
        if known is None or known.first >= first:
            return None
        here = self._stored_total(series, first, session)
        if here is not None:
            return here.before
        neighbour = self._stored_total(series, _minute_before(first), session)
        if neighbour is not None:
            return neighbour.highest
        return self.store.highest_before(series, session, first, now)

    def _stored_total(self, series: str, minute: datetime, session: date) -> DayTotal | None:
        candle = self.stored.get((series, minute))
        return candle.total_of(session) if candle else None

    def _is_last(self, series: str, last: datetime, known: SessionSpan | None) -> bool:
        """Return whether it is known that the session has no totals after the minute `last`."""
        day = self.counted.days.get((series, last.date()))
        if known is None:
            return day is None
        if known.last_day is None or known.last_day > last.date():
            return False
        if known.last_day < last.date():
            return True
        return day is not None and floor_minute(day.newest_at) <= last

    def _between(self, series: str, session: date, touched: list[datetime], now: datetime) -> list[Candle]:
        """Return the candles from the first to the last minute touched that hold totals of the session, in order."""
        first, last = touched[0], touched[-1]
        if last - first >= len(touched) * _MINUTE:  # there are minutes between them that were not read
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


def _minute_before(minute: datetime) -> datetime:
    return minute - _MINUTE if minute - datetime.min.replace(tzinfo=minute.tzinfo) >= _MINUTE else minute


def _minutes_with_totals(events: Iterable[PriceEvent]) -> dict[SessionKey, set[datetime]]:
    minutes: dict[SessionKey, set[datetime]] = {}
    for event in events:
        if event.volume_kind is VolumeKind.DAY_TOTAL:
            minutes.setdefault((event.series, event.session), set()).add(floor_minute(event.timestamp))
    return minutes
