"""The spreading of a plan's requests over a session: which of them fall due at a tick of the schedule.

The symbols are cut into pages, one a call, and the pages are asked for in turn. Without a limit on the day every tick
asks for as many pages as the minute allows. With one, the requests that are left are laid out in even distances from
the last one to the close; so a late start, a half day, and requests that somebody else spends only change the distance.
What was done is in `Turn`, which all runs share: none of this depends on the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.sessions import Session

# A tick that is tried again comes within a minute. A turn that lies further ahead was taken by another clock.
_RETRIED_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the pages' turn stands: `position` pages have been asked for so far, the last at the tick `asked_at`.

    `fell_due` is when the last one was due, which lies between two ticks as a rule. Both are aware UTC, None before the
    first.
    """

    position: int = 0
    asked_at: datetime | None = None
    fell_due: datetime | None = None

    def is_done(self, tick: datetime) -> bool:
        """Return whether a tick has been served: by another run, or by this one before it was tried again."""
        return self.asked_at is not None and timedelta(0) <= self.asked_at - tick < _RETRIED_WITHIN


@dataclass(frozen=True, slots=True)
class Tick:
    """A wake-up by the schedule, at `minute` (aware UTC) within `session`; the next comes after `step`."""

    minute: datetime
    step: timedelta
    session: Session


def in_turn(tick: Tick, turn: Turn, pages: int, most: int) -> Turn:
    """Return the turn after a tick at which `most` of the pages may be asked for, and the day has no limit.

    Where `most` is less than all, every page waits for the same number of ticks.
    """
    ticks_per_round = -(-pages // most)
    size = min(-(-pages // ticks_per_round), pages - turn.position % pages)
    return Turn(turn.position + size, tick.minute, tick.minute)


def spread(tick: Tick, turn: Turn, most: int, left: int) -> Turn:
    """Return the turn after a tick, `left` requests being left of the day; the same turn where none is due.

    No more than `most` fall due at once: what was missed is not made up for.
    """
    position, fell_due = turn.position, _last_in_session(turn, tick)
    while left and position - turn.position < most:
        due = _next_due(fell_due, tick, left)
        if due >= tick.minute + tick.step:
            break
        position, fell_due, left = position + 1, max(due, tick.minute), left - 1
    return turn if position == turn.position else Turn(position, tick.minute, fell_due)


def _last_in_session(turn: Turn, tick: Tick) -> datetime | None:
    """Return when the last request of this session fell due, None if it had none."""
    last = turn.fell_due
    return last if last is not None and tick.session.opens_at <= last < tick.minute + tick.step else None


def _next_due(last: datetime | None, tick: Tick, left: int) -> datetime:
    if last is None:
        return tick.minute
    return last + (tick.session.closes_at - last) / (left + 1)
