"""Running totals of a day's volume, and how much of them was traded in one minute.

A `day_total` counts within its session: by its growth over the highest total of that session before it, in the order
of events, and never by less than nothing. The first total of a session counts whole when it was quoted before the
session's regular open or within 15 minutes after it; else trading went on unseen, and it is the baseline.

Growth over the highest total before telescopes: what a minute adds is its own highest total less the highest before
it. So a minute needs to remember two totals of a session, however many quotes it has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.sessions import session_on
from lambdas.shared.errors import SessionUnknownError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

OPENING = timedelta(minutes=15)
SessionKey = tuple[str, date]  # series, session


@dataclass(frozen=True, slots=True)
class DayTotal:
    """The running totals of one session within one minute.

    `first` is the earliest of them by `first_at`, the order of its event; `opens` says that it counts whole if the
    session has none before it. `top` is the highest, `before` the highest in earlier minutes, None if there is none.
    """

    session: date
    first_at: tuple[datetime, str]
    first: Decimal
    opens: bool
    top: Decimal
    before: Decimal | None = None

    @property
    def growth(self) -> Decimal:
        """Shares that these totals add to their minute."""
        if self.before is None:
            return self.top if self.opens else self.top - self.first
        return max(self.top - self.before, Decimal(0))

    @property
    def highest(self) -> Decimal:
        """The session's highest total up to the end of the minute."""
        return self.top if self.before is None else max(self.top, self.before)


def day_totals_of(events: Iterable[PriceEvent]) -> tuple[DayTotal, ...]:
    """Return the running totals that events of one minute carry, one entry a session, sorted by it."""
    firsts: dict[date, PriceEvent] = {}
    tops: dict[date, Decimal] = {}
    for event in events:
        session, total = event.session, event.volume
        first = firsts.get(session)
        if first is None:
            firsts[session], tops[session] = event, total
            continue
        if total > tops[session]:
            tops[session] = total
        if event.timestamp <= first.timestamp and event.order < first.order:
            firsts[session] = event
    return tuple(_day_total(firsts[session], tops[session]) for session in sorted(firsts))


def _day_total(first: PriceEvent, top: Decimal) -> DayTotal:
    return DayTotal(first.session, first.order, first.volume, _opens(first), top)


def merged(totals: Iterable[DayTotal], others: Iterable[DayTotal]) -> tuple[DayTotal, ...]:
    """Return both, sorted by session, as the totals of one minute; `before` is that of `totals`."""
    by_session = {total.session: total for total in totals}
    for other in others:
        known = by_session.get(other.session)
        by_session[other.session] = other if known is None else _joined(known, other)
    return tuple(by_session[session] for session in sorted(by_session))


def _joined(total: DayTotal, other: DayTotal) -> DayTotal:
    top = max(total.top, other.top)
    if other.first_at < total.first_at:
        return replace(other, top=top, before=total.before)
    return replace(total, top=top)


def _opens(event: PriceEvent) -> bool:
    """Return whether the quote was made while all of its session's volume so far is as good as of its own minute."""
    try:
        session = session_on(event.session)
    except SessionUnknownError:  # far from any day that is traded; an event must never stop its batch
        return False
    return session is not None and event.quoted_at <= session.opens_at + OPENING
