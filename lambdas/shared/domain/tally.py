"""The number of events in each hour and day of a series, counted from its candles.

A tally is never added to: it is what the candles say. A batch that comes again, in whatever pieces, therefore finds
or mends the same numbers. The count of a minute is its candle's, that of an hour the sum of its minutes, that of a
day the sum of its hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lambdas.shared.domain.candle import Candle, CandleKey
    from lambdas.shared.domain.event import PriceEvent

HourKey = tuple[str, datetime]  # series, start of the hour
DayKey = tuple[str, date]  # series, day in UTC


@dataclass(frozen=True, slots=True)
class HourTally:
    """Events of one series in one hour, by minute of the hour."""

    series: str
    hour: datetime
    minutes: Mapping[int, int] = field(default_factory=dict)

    @property
    def key(self) -> HourKey:
        """Series and hour."""
        return (self.series, self.hour)

    @property
    def events(self) -> int:
        """Events of the whole hour."""
        return sum(self.minutes.values())


@dataclass(frozen=True, slots=True)
class DayTally:
    """Events of one series on one day (UTC), by hour of the day.

    `started_at` is when the first of them was put on the stream, `newest_at` when the last of them was quoted.
    """

    series: str
    day: date
    hours: Mapping[int, int]
    started_at: datetime
    newest_at: datetime

    @property
    def key(self) -> DayKey:
        """Series and day."""
        return (self.series, self.day)

    @property
    def events(self) -> int:
        """Events of the whole day."""
        return sum(self.hours.values())


@dataclass(frozen=True, slots=True)
class Tallies:
    """Tallies by their keys."""

    hours: Mapping[HourKey, HourTally] = field(default_factory=dict)
    days: Mapping[DayKey, DayTally] = field(default_factory=dict)

    def without(self, others: Tallies) -> Tallies:
        """Return those that `others` does not hold just so."""
        return Tallies(
            {key: tally for key, tally in self.hours.items() if others.hours.get(key) != tally},
            {key: tally for key, tally in self.days.items() if others.days.get(key) != tally},
        )


def hour_key(key: CandleKey) -> HourKey:
    """Return the key of the hour that a candle counts in."""
    series, minute = key
    return (series, minute.replace(minute=0))


def day_key(key: CandleKey) -> DayKey:
    """Return the key of the day that a candle counts in."""
    series, minute = key
    return (series, minute.date())


def tally(stored: Tallies, candles: Iterable[Candle], events: Iterable[PriceEvent]) -> Tallies:
    """Return the tallies of the hours and days of `candles`; `events` are what changed the candles."""
    hours: dict[HourKey, HourTally] = {}
    days: dict[DayKey, DayTally] = {}
    put_at = _first_put(events)
    for candle in candles:
        in_hour, on_day = hour_key(candle.key), day_key(candle.key)
        hour = hours.get(in_hour) or stored.hours.get(in_hour) or HourTally(*in_hour)
        hours[in_hour] = replace(hour, minutes={**hour.minutes, candle.minute.minute: candle.trades})
        day = days.get(on_day) or stored.days.get(on_day)
        days[on_day] = _with_hour(day, hours[in_hour], candle, put_at[on_day])
    return Tallies(hours, days)


def _with_hour(day: DayTally | None, hour: HourTally, candle: Candle, put_at: datetime) -> DayTally:
    newest_at = candle.last[0]
    if day is None:
        return DayTally(candle.series, candle.minute.date(), {hour.hour.hour: hour.events}, put_at, newest_at)
    return replace(
        day,
        hours={**day.hours, hour.hour.hour: hour.events},
        started_at=min(day.started_at, put_at),
        newest_at=max(day.newest_at, newest_at),
    )


def _first_put(events: Iterable[PriceEvent]) -> dict[DayKey, datetime]:
    first: dict[DayKey, datetime] = {}
    for event in events:
        key = (event.series, event.timestamp.date())
        first[key] = min(first.get(key, event.ingested_at), event.ingested_at)
    return first
