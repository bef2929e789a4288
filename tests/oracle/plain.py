"""The plain event the oracle's functions take: an event line's members, numbers already exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


class PlainEvent(TypedDict):
    """`timestamp` is the contract's UTC text, fixed in width, so comparing texts compares times."""

    event_id: str
    feed: str
    symbol: str
    timestamp: str
    quoted_at: str  # `timestamp`, unless a replay has moved it
    session: str
    price: Decimal
    bar: tuple[Decimal, Decimal, Decimal] | None  # open, high, low
    volume: Decimal
    volume_kind: str


def series(event: PlainEvent) -> str:
    """The partition of everything that is kept by feed and symbol."""
    return event["symbol"] if event["feed"] == "live" else event["symbol"] + "@" + event["feed"]


def once_each(events: Iterable[PlainEvent]) -> list[PlainEvent]:
    """The events without repeats of an id, in order of (timestamp, event_id)."""
    distinct = {event["event_id"]: event for event in events}
    return sorted(distinct.values(), key=lambda event: (event["timestamp"], event["event_id"]))


def minute_of(timestamp: str) -> str:
    """`2026-11-20T14:31:00.000Z` for any moment of that minute."""
    return timestamp[:16] + ":00.000Z"
