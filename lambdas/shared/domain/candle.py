"""OHLCV candles of one minute, folded from events in any order, each event at most once.

A candle remembers which events it holds. That is what makes it exact: a batch may come again, whole or split
otherwise, and a late event finds its place.

Volume has two parts. `interval` volumes add up. A `day_total` counts by its growth over the highest total of its
session before it, see `lambdas.shared.domain.day_total`; that total may lie in an earlier candle, so
`with_total_before` takes it from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.day_total import DayTotal, day_totals_of, merged
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.numbers import exact_sum
from lambdas.shared.domain.timestamps import floor_minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent

CandleKey = tuple[str, datetime]  # series, start of the minute
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Candle:
    """One minute of one symbol in one feed. Prices are exact; volumes are shares."""

    series: str
    minute: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    first: tuple[datetime, str]  # order of the event that opened the minute
    last: tuple[datetime, str]  # order of the event that closed it
    interval_volume: Decimal
    day_totals: tuple[DayTotal, ...]  # one a session, sorted by it
    event_ids: frozenset[str]

    @property
    def key(self) -> CandleKey:
        """Series and minute."""
        return (self.series, self.minute)

    @property
    def volume(self) -> Decimal:
        """Shares traded in the minute."""
        return exact_sum((self.interval_volume, *(total.growth for total in self.day_totals)))

    @property
    def trades(self) -> int:
        """The number of events that the candle holds."""
        return len(self.event_ids)

    def total_of(self, session: date) -> DayTotal | None:
        """Return what the candle holds of the running totals of a session."""
        return next((total for total in self.day_totals if total.session == session), None)


def candle_key(event: PriceEvent) -> CandleKey:
    """Return the key of the candle that an event belongs to."""
    return (event.series, floor_minute(event.timestamp))


def group_by_candle(events: Iterable[PriceEvent]) -> dict[CandleKey, list[PriceEvent]]:
    """Return the events by candle, in the order given."""
    groups: dict[CandleKey, list[PriceEvent]] = {}
    current: dict[tuple[str, str], tuple[datetime, list[PriceEvent]]] = {}  # what the last event of a symbol went to
    nowhere: tuple[datetime, list[PriceEvent]] = (datetime.max.replace(tzinfo=UTC), [])
    for event in events:
        name, timestamp = (event.feed, event.symbol), event.timestamp
        minute, group = current.get(name, nowhere)
        if timestamp < minute or timestamp - minute >= _MINUTE:
            key = candle_key(event)
            group = groups.setdefault(key, [])
            current[name] = (key[1], group)
        group.append(event)
    return groups


def fold_candle(candle: Candle | None, events: Iterable[PriceEvent]) -> Candle | None:
    """Return the candle with the events added, those it holds already left out; None where there is nothing to hold.

    All events belong to the candle's key. The totals before the minute are not touched: `with_total_before` sets
    them once they are known.
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


def with_total_before(candle: Candle, session: date, before: Decimal | None) -> Candle:
    """Return the candle with the session's volume counted from `before`, its highest total before the minute."""
    totals = (
        replace(total, before=before) if total.session == session and total.before != before else total
        for total in candle.day_totals
    )
    return replace(candle, day_totals=tuple(totals))


def _candle_of(events: Sequence[PriceEvent]) -> Candle:
    """Return the candle of events with distinct ids, in one pass."""
    first = last = events[0]
    first_order = last_order = first.order
    high = first.price if first.high is None else first.high
    low = first.price if first.low is None else first.low
    volumes: list[Decimal] = []
    totals: list[PriceEvent] = []
    for event in events:
        at = event.timestamp
        if at <= first_order[0] and (order := event.order) < first_order:
            first, first_order = event, order
        if at >= last_order[0] and (order := event.order) > last_order:
            last, last_order = event, order
        top = event.price if event.high is None else event.high
        bottom = event.price if event.low is None else event.low
        if top > high:
            high = top
        if bottom < low:
            low = bottom
        if event.volume_kind is VolumeKind.INTERVAL:
            volumes.append(event.volume)
        else:
            totals.append(event)
    return Candle(
        series=first.series,
        minute=floor_minute(first.timestamp),
        open=first.price if first.open is None else first.open,
        high=high,
        low=low,
        close=last.price,
        first=first_order,
        last=last_order,
        interval_volume=exact_sum(volumes),
        day_totals=day_totals_of(totals),
        event_ids=frozenset([event.event_id for event in events]),
    )


def _merge(candle: Candle, part: Candle) -> Candle:
    """Return two candles of one key that hold different events as one; the totals before it are those of `candle`."""
    return replace(
        candle,
        open=min((candle.first, candle.open), (part.first, part.open))[1],
        high=max(candle.high, part.high),
        low=min(candle.low, part.low),
        close=max((candle.last, candle.close), (part.last, part.close))[1],
        first=min(candle.first, part.first),
        last=max(candle.last, part.last),
        interval_volume=exact_sum((candle.interval_volume, part.interval_volume)),
        day_totals=merged(candle.day_totals, part.day_totals),
        event_ids=candle.event_ids | part.event_ids,
    )
