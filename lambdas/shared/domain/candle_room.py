"""How much a candle can hold.

It remembers its events, 16 bytes each, and the running totals of each session, some 300 bytes, in one item, and an item
of DynamoDB has at most 400 KB
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items). What no longer fits
must not stop the candles of all other symbols, so it is told apart here, in the order of the stream: an event that the
candle holds already always fits, and one that does not fit never will.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import VolumeKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lambdas.shared.domain.candle import Candle
    from lambdas.shared.domain.event import PriceEvent

MAX_EVENTS = 24_000  # of one symbol in one minute
MAX_SESSIONS = 32  # trading days that the quotes of one minute may belong to
_FULL = f"its minute holds {MAX_EVENTS} events already, all that a candle can"
_SESSIONS = f"session is one more than the {MAX_SESSIONS} that the candle of its minute can hold"


def part_by_room(
    candle: Candle | None, events: Sequence[PriceEvent]
) -> tuple[Sequence[PriceEvent], Sequence[tuple[PriceEvent, str]]]:
    """Return those of a candle's events that fit, and each that does not with the reason, both in the order given."""
    held = candle.event_ids if candle else frozenset()
    sessions = {total.session for total in candle.day_totals} if candle else set()
    new_sessions = {event.session for event in events if event.volume_kind is VolumeKind.DAY_TOTAL}
    if len(held) + len(events) <= MAX_EVENTS and len(sessions | new_sessions) <= MAX_SESSIONS:
        return events, ()
    room = _Room(set(held), sessions)
    judged = [(event, room.take(event)) for event in events]
    return [event for event, reason in judged if not reason], [(event, reason) for event, reason in judged if reason]


@dataclass(slots=True)
class _Room:
    """The events and sessions that a candle holds so far."""

    event_ids: set[str]
    sessions: set[date]

    def take(self, event: PriceEvent) -> str:
        """Add an event, or return the reason why it does not fit."""
        if event.event_id in self.event_ids:
            return ""
        if len(self.event_ids) >= MAX_EVENTS:
            return _FULL
        if event.volume_kind is VolumeKind.DAY_TOTAL:
            if event.session not in self.sessions and len(self.sessions) >= MAX_SESSIONS:
                return _SESSIONS
            self.sessions.add(event.session)
        self.event_ids.add(event.event_id)
        return ""
