"""Live prices: one event per series and timestamp, and the newest of a series, whatever the arrival order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lambdas.shared.domain.event import PriceEvent

PriceKey = tuple[str, datetime]  # series, moment of the quote
Order = tuple[datetime, str]  # of an event within its series, see PriceEvent.order


def price_key(event: PriceEvent) -> PriceKey:
    """Return the key of the live price that an event may become."""
    return (event.series, event.timestamp)


def fold_prices(events: Iterable[PriceEvent]) -> dict[PriceKey, PriceEvent]:
    """Return one event per key: of two quotes of the same moment the one with the greater id stands."""
    standing: dict[PriceKey, PriceEvent] = {}
    for event in events:
        rival = standing.get(price_key(event))
        if rival is None or event.event_id > rival.event_id:
            standing[price_key(event)] = event
    return standing


def newest_prices(events: Iterable[PriceEvent]) -> dict[str, PriceEvent]:
    """Return the last event of each series in the project's order."""
    newest: dict[str, PriceEvent] = {}
    for event in events:
        rival = newest.get(event.series)
        if rival is None or event.order > rival.order:
            newest[event.series] = event
    return newest


def is_ahead(event: PriceEvent, standing: Order | None) -> bool:
    """Return whether an event comes after the newest that is known of its series, if any is."""
    return standing is None or event.order > standing


def prices_to_write(
    folded: Mapping[PriceKey, PriceEvent], stored_ids: Mapping[PriceKey, str]
) -> dict[PriceKey, PriceEvent]:
    """Return the folded events that outrank what is stored; a redelivered batch yields none."""
    return {key: event for key, event in folded.items() if event.event_id > stored_ids.get(key, "")}
