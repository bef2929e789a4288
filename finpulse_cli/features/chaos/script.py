"""The order in which events are put: some twice, some out of order, some after newer ones of their series. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from finpulse_cli.features.chaos.spec import Spec
    from lambdas.shared.domain.event import PriceEvent

LATEST_BY = 5  # events of its own series that a late one may come behind
REPEATED_WITHIN = 100  # events between an event and its second coming


def scripted(events: Sequence[PriceEvent], spec: Spec, random: Random) -> tuple[PriceEvent, ...]:
    """Return the events in the order in which they are put; a duplicate is the same event once more.

    With `reorder` N an event moves by less than N places. The same generator gives the same order.
    """
    followers = _followers(events)
    placed: list[tuple[float, int]] = []
    for number in range(len(events)):
        # every draw is made, used or not, so that one fault's share leaves the draws of the others alone
        place = number + random.uniform(0, spec.reorder)
        is_late, behind = random.random() < spec.late, random.randint(1, LATEST_BY)
        is_repeated, gap = random.random() < spec.duplicate, random.uniform(0, REPEATED_WITHIN)
        if is_late and followers[number]:
            later = followers[number][:behind][-1]
            place = later + spec.reorder + 0.5
        placed.append((place, number))
        if is_repeated:
            placed.append((place + gap, number))
    return tuple(events[number] for _, number in sorted(placed))


def _followers(events: Sequence[PriceEvent]) -> list[tuple[int, ...]]:
    """Return for each event the numbers of the next newer ones of its series, nearest first."""
    found: list[tuple[int, ...]] = [()] * len(events)
    behind: dict[str, tuple[int, ...]] = {}
    for number in range(len(events) - 1, -1, -1):
        series = events[number].series
        known = behind.get(series, ())
        found[number] = tuple(it for it in known if events[it].timestamp > events[number].timestamp)
        behind[series] = (number, *known)[:LATEST_BY]
    return found
