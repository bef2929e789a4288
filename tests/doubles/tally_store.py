"""The aggregator's counters in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.tally import Tallies
from tests.doubles.expiry import Expiry
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lambdas.shared.domain.tally import DayKey, DayTally, HourKey, HourTally
    from tests.doubles.steps import Step

KEPT_DAYS = 30


class MemoryTallyStore:
    """Implements `ports.TallyStore`; `hours` and `days` are what stands in the table."""

    def __init__(self, step: Step = never_fails) -> None:
        self.hours: dict[HourKey, HourTally] = {}
        self.days: dict[DayKey, DayTally] = {}
        self._hour_expiry = Expiry["HourKey"](KEPT_DAYS)
        self._day_expiry = Expiry["DayKey"](KEPT_DAYS)
        self._step = step

    def load(self, hours: Collection[HourKey], days: Collection[DayKey], now: datetime) -> Tallies:
        """The tallies that exist at these keys."""
        self._step("tallies.read")
        found_hours = (key for key in hours if key in self.hours and self._hour_expiry.is_alive(key, now))
        found_days = (key for key in days if key in self.days and self._day_expiry.is_alive(key, now))
        return Tallies({key: self.hours[key] for key in found_hours}, {key: self.days[key] for key in found_days})

    def save(self, tallies: Tallies, written_at: datetime) -> None:
        """Writes the tallies; a failure leaves the rest unwritten."""
        for hour in tallies.hours.values():
            self._step("tallies.write")
            self.hours[hour.key] = hour
            self._hour_expiry.note(hour.key, hour.series, written_at)
        for day in tallies.days.values():
            self._step("tallies.write")
            self.days[day.key] = day
            self._day_expiry.note(day.key, day.series, written_at)
        self._step("tallies.written")
