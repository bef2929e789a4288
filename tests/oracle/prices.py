"""What the tables of prices must hold after some events, in whatever order and however often they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.plain import once_each, series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.oracle.plain import PlainEvent


def live_prices(events: Iterable[PlainEvent]) -> dict[tuple[str, str], PlainEvent]:
    """The event behind each (series, timestamp); of two at the same instant the one with the greater id stands."""
    return {(series(event), event["timestamp"]): event for event in once_each(events)}


def latest_prices(events: Iterable[PlainEvent]) -> dict[str, PlainEvent]:
    """The event of each series that is last by (timestamp, id)."""
    return {series(event): event for event in once_each(events)}
