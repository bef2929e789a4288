"""What keeps an alert back that is due: silences, and quiet hours. Pure.

An anomaly is always scored, stored and counted; only the delivery of its alert is held. What holds it is decided by
when its event was put on the stream, which the event itself tells, and not by when a function sees it: a batch that
comes late or again is decided alike. Not by when the price was quoted either: a recording is of another day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import Severity

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly, Direction

QUIET_HOURS = "quiet_hours"
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds an alert and until when: `silence:<id>` or `quiet_hours`. One period of holding has one name."""

    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody is told of what comes in from `since` (included) to `until`.

    None stands for any symbol, direction or severity.
    """

    silence_id: str
    since: datetime
    until: datetime
    symbol: str | None = None
    direction: Direction | None = None
    severity: Severity | None = None

    @property
    def hold(self) -> Hold:
        """What an alert that it keeps back is held by."""
        return Hold(f"silence:{self.silence_id}", self.until)

    def ended(self, at: datetime) -> Silence:
        """Return the same silence with its end at a moment, unless it ends earlier; never before its beginning."""
        return replace(self, until=max(self.since, min(self.until, at)))

    def covers(self, anomaly: Anomaly) -> bool:
        """Return whether it keeps the alert of an anomaly back."""
        return (
            self.since <= anomaly.event.ingested_at < self.until
            and self.symbol in (None, anomaly.event.symbol)
            and self.direction in (None, anomaly.direction)
            and self.severity in (None, anomaly.severity)
        )


@dataclass(frozen=True, slots=True)
class ZoneOffsets:
    """A time zone as far as somebody has looked ahead: from each moment on, in order, so much is added to UTC.

    A function has no time zone database but New York's, and needs none: whoever sets the hours has one.
    """

    changes: tuple[tuple[datetime, timedelta], ...]

    def at(self, moment: datetime) -> timedelta:
        """Return what is added at a moment; before the first the same as at the first."""
        standing = self.changes[0][1]
        for since, offset in self.changes:
            if since > moment:
                break
            standing = offset
        return standing

    def instant(self, local: datetime) -> datetime:
        """Return the moment, in UTC, of a local time without a zone.

        Of a time that comes twice the first; of one that is left out, as if the clock had not been moved yet.
        """
        as_utc = local.replace(tzinfo=UTC)
        before = as_utc - self.at(as_utc - timedelta(days=1))
        after = as_utc - self.at(before)
        return after if self.at(after) == as_utc - after else before


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of some days in which nobody is told of what comes in, from `since` on; HIGH may pass.

    `begins` and `ends` are times of the day in `zone`, whose `offsets` say what that is; where `ends` is not the later
    one they end on the next day. `days` are the weekdays on which they begin, Monday being 0.
    """

    since: datetime
    begins: time
    ends: time
    zone: str
    offsets: ZoneOffsets
    days: frozenset[int] = EVERY_DAY
    high_passes: bool = True

    def covers(self, anomaly: Anomaly) -> bool:
        """Return whether they keep the alert of an anomaly back."""
        passes = self.high_passes and anomaly.severity is Severity.HIGH
        return not passes and self.period(anomaly.event.ingested_at) is not None

    def period(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """Return the quiet period, in UTC, its end excluded, that holds a moment; None between two of them.

        It begins and ends at instants, so it is right in nights that have an hour more or less.
        """
        if moment < self.since:
            return None
        today = (moment + self.offsets.at(moment)).date()
        for first in (today - timedelta(days=1), today):
            last = first if self.begins < self.ends else first + timedelta(days=1)
            begins = self.offsets.instant(datetime.combine(first, self.begins))
            ends = self.offsets.instant(datetime.combine(last, self.ends))
            if first.weekday() in self.days and begins <= moment < ends:
                return begins, ends
        return None


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """All that may hold alerts. Of several silences the one that lasts longest is named."""

    silences: tuple[Silence, ...] = ()
    quiet_hours: QuietHours | None = None

    def hold(self, anomaly: Anomaly) -> Hold | None:
        """Return what holds the alert of an anomaly; None for one that goes out."""
        silences = [silence for silence in self.silences if silence.covers(anomaly)]
        if silences:
            return max(silences, key=lambda silence: (silence.until, silence.silence_id)).hold
        quiet = self.quiet_hours
        if quiet is None or not quiet.covers(anomaly):
            return None
        period = quiet.period(anomaly.event.ingested_at)
        return period and Hold(QUIET_HOURS, period[1])
