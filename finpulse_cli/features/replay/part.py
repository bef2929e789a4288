"""A part of a recording, between two moments of its own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import TYPE_CHECKING, TypeVar

from finpulse_cli.core.errors import UsageError
from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIME_HELP = "14:30, 2026-11-20T14:30 (both New York's), or with Z (UTC)"
Recorded = TypeVar("Recorded")


@dataclass(frozen=True, slots=True)
class Part:
    """The bounds of a part, as a user writes them: what is recorded from `begin` on and before `end`; None is open.

    A time of day stands for that of the recording's first day in `begin`, of its last day in `end`.
    """

    begin: str | None = None
    end: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.begin is None and self.end is None

    def of(self, name: str, recorded: Sequence[Recorded], moment: Callable[[Recorded], datetime]) -> list[Recorded]:
        """Return what lies within, in its order; at least one. `moment` gives the recorded time, aware.

        Raises UsageError for a bound that is no time, and where there is nothing, naming what `name` has.
        """
        if self.is_all or not recorded:
            return list(recorded)
        first, last = min(map(moment, recorded)), max(map(moment, recorded))
        begin = first if self.begin is None else parse_bound("--from", self.begin, first)
        end = None if self.end is None else parse_bound("--to", self.end, last)
        found = [one for one in recorded if begin <= moment(one) and (end is None or moment(one) < end)]
        if not found:
            raise UsageError(
                f"{name!r} holds nothing {self}: it runs from {_shown(first)} to {_shown(last)}.",
                "Choose a part of that.",
            )
        return found

    def __str__(self) -> str:
        bounds = (("from", self.begin), ("before", self.end))
        return " ".join(f"{word} {text}" for word, text in bounds if text is not None)


WHOLE = Part()


def parse_bound(option: str, text: str, day_of: datetime) -> datetime:
    """Parse a moment, aware UTC; a time of day is on the day of `day_of` in the zone that it is told in.

    Without an offset a time is New York's. Raises UsageError naming the `option`.
    """
    try:
        return _on_a_day(text, day_of) or _aware(datetime.fromisoformat(text), zone_called(MARKET_ZONE))
    except (ValueError, OverflowError):
        raise UsageError(f"{option} {text} is no moment.", f"Give one like {TIME_HELP}.") from None


def _on_a_day(text: str, day_of: datetime) -> datetime | None:
    """Return a time of day on that day; None when the text is more than a time of day."""
    if "-" in text.partition("T")[0] or ":" not in text:
        return None
    given = time.fromisoformat(text)
    zone = given.tzinfo or zone_called(MARKET_ZONE)
    return _aware(datetime.combine(day_of.astimezone(zone).date(), given.replace(tzinfo=None)), zone)


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _shown(moment: datetime) -> str:
    local = moment.astimezone(zone_called(MARKET_ZONE))
    return f"{local:%Y-%m-%d %H:%M} in New York ({moment.astimezone(UTC):%H:%M}Z)"
