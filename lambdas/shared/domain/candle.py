"""OHLCV candles of one minute, folded from events in any order, each event at most once.

A candle remembers which events it holds. That is what makes it exact: a batch may come again, whole or split
otherwise, and a late event finds its place.

Volume has two parts. `interval` volumes add up. A `day_total` is a running total: what counts is its growth since
the quote before, which may lie in an earlier candle, so `settle` takes that candle's last total. A total that
falls has restarted from zero, as Prometheus defines for counters
(https://prometheus.io/docs/prometheus/latest/querying/functions/#increase). A symbol's very first total has grown
by nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.timestamps import floor_minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambdas.shared.domain.event import PriceEvent

CandleKey = tuple[str, datetime]  # symbol, start of the minute


@dataclass(frozen=True, slots=True, order=True)
class RunningTotal:
    """A `day_total` quote inside a candle; sorts in the order of events."""

    timestamp: datetime
    event_id: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Candle:
    """One minute of one symbol. Prices are exact; volumes are shares."""

    symbol: str
    minute: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    first: tuple[datetime, str]  # order of the event that opened the minute
    last: tuple[datetime, str]  # order of the event that closed it
    interval_volume: Decimal
    total_growth: Decimal
    running_totals: tuple[RunningTotal, ...]  # sorted
    event_ids: frozenset[str]

    @property
    def key(self) -> CandleKey:
        """Symbol and minute."""
        return (self.symbol, self.minute)

    @property
    def volume(self) -> Decimal:
        """Shares traded in the minute."""
        return self.interval_volume + self.total_growth

    @property
    def trades(self) -> int:
        """How many events the candle holds."""
        return len(self.event_ids)

    @property
    def last_total(self) -> Decimal | None:
        """The running total at the end of the minute, if any quote of it carried one."""
        return self.running_totals[-1].total if self.running_totals else None


def candle_key(event: PriceEvent) -> CandleKey:
    """The candle an event belongs to."""
    return (event.symbol, floor_minute(event.timestamp))


def group_by_candle(events: Iterable[PriceEvent]) -> dict[CandleKey, list[PriceEvent]]:
    """Events by candle, in the order given."""
    groups: dict[CandleKey, list[PriceEvent]] = {}
    for event in events:
        groups.setdefault(candle_key(event), []).append(event)
    return groups


def fold_candle(candle: Candle | None, events: Iterable[PriceEvent]) -> Candle | None:
    """The candle with the events added, those it holds already left out; None where there is nothing to hold.

    All events belong to the candle's key. Growth of running totals is not touched: `settle` does that once the
    quotes before are known.
    """
    held = candle.event_ids if candle else frozenset()
    fresh: dict[str, PriceEvent] = {}
    for event in events:
        if event.event_id not in held:
            fresh.setdefault(event.event_id, event)
    if not fresh:
        return candle
    part = _candle_of(list(fresh.values()))
    return _merge(candle, part) if candle else part


def settle(candle: Candle, previous_total: Decimal | None) -> Candle:
    """The candle with its growth counted from `previous_total`, the last total quoted before its minute."""
    growth = Decimal(0)
    for running in candle.running_totals:
        growth += growth_of(previous_total, running.total)
        previous_total = running.total
    return replace(candle, total_growth=growth)


def growth_of(previous_total: Decimal | None, total: Decimal) -> Decimal:
    """Shares traded between two running totals."""
    if previous_total is None:
        return Decimal(0)
    return total - previous_total if total >= previous_total else total


def _candle_of(events: Sequence[PriceEvent]) -> Candle:
    """The candle of events with distinct ids."""
    first = min(events, key=lambda event: event.order)
    last = max(events, key=lambda event: event.order)
    return Candle(
        symbol=first.symbol,
        minute=floor_minute(first.timestamp),
        open=first.price,
        high=max(event.price for event in events),
        low=min(event.price for event in events),
        close=last.price,
        first=first.order,
        last=last.order,
        interval_volume=sum((e.volume for e in events if e.volume_kind is VolumeKind.INTERVAL), Decimal(0)),
        total_growth=Decimal(0),
        running_totals=tuple(
            sorted(
                RunningTotal(event.timestamp, event.event_id, event.volume)
                for event in events
                if event.volume_kind is VolumeKind.DAY_TOTAL
            )
        ),
        event_ids=frozenset(event.event_id for event in events),
    )


def _merge(candle: Candle, part: Candle) -> Candle:
    """Two candles of one key that hold different events; the growth is that of `candle`."""
    return replace(
        candle,
        open=min((candle.first, candle.open), (part.first, part.open))[1],
        high=max(candle.high, part.high),
        low=min(candle.low, part.low),
        close=max((candle.last, candle.close), (part.last, part.close))[1],
        first=min(candle.first, part.first),
        last=max(candle.last, part.last),
        interval_volume=candle.interval_volume + part.interval_volume,
        running_totals=tuple(sorted(candle.running_totals + part.running_totals)),
        event_ids=candle.event_ids | part.event_ids,
    )
