"""Between which moments the running totals of a session lie, so that nobody looks for them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """The first minute with totals of a session, and the last day (UTC); None where that was not noted."""

    first: datetime
    last_day: date | None


def widened(span: SessionSpan | None, minutes: Collection[datetime]) -> SessionSpan:
    """Return the span with some minutes in it, at least one."""
    first, last_day = min(minutes), max(minutes).date()
    if span is None:
        return SessionSpan(first, last_day)
    return SessionSpan(min(span.first, first), None if span.last_day is None else max(span.last_day, last_day))
