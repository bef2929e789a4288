"""How fast a replay goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambdas.shared.domain.event import PriceEvent

PAGE = 500  # records in one PutRecords call
_FACTOR = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)x?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Events to put together, `at` seconds of the recording after its beginning; 0 where it is not played."""

    at: float
    events: tuple[PriceEvent, ...]


def parse_speed(text: str) -> float | None:
    """Parse a pace: `max` is None; `60x`, `1x` or `0.5x` a factor of the recorded one. Raises `UsageError`."""
    if text == "max":
        return None
    match = _FACTOR.fullmatch(text)
    if not match or float(match[1]) == 0:
        raise UsageError(f"--speed {text} is neither max nor a factor.", "Give max, or a factor such as 60x or 1x.")
    return float(match[1])


def pages_of(rounds: Sequence[Sequence[PriceEvent]], speed: float | None, most_events: int = PAGE) -> Iterator[Page]:
    """Yield the rounds one after another, cut into pages of up to `most_events`; those of each are in time order.

    At a factor, events of one moment go out together, and each round begins where the one before ended.
    """
    offset = 0.0
    for events in rounds:
        if speed is None:
            yield from _cut(events, most_events, at=0.0)
            continue
        began, ended = events[0].timestamp, events[-1].timestamp
        for moment, group in groupby(events, key=lambda event: event.timestamp):
            yield from _cut(tuple(group), most_events, at=offset + (moment - began).total_seconds())
        offset += (ended - began).total_seconds()


def _cut(events: Sequence[PriceEvent], most_events: int, at: float) -> Iterator[Page]:
    for start in range(0, len(events), most_events):
        yield Page(at, tuple(events[start : start + most_events]))
