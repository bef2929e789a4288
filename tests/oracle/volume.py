"""Section 4's rule for running totals, event by event."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.oracle.plain import series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.oracle.plain import PlainEvent

# The Exchange's holidays of 2026, from its own page: https://www.nyse.com/markets/hours-calendars
HOLIDAYS = frozenset(
    date(2026, month, day)
    for month, day in ((1, 1), (1, 19), (2, 16), (4, 3), (5, 25), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25))
)


def added(ordered: Iterable[PlainEvent]) -> dict[str, Decimal]:
    """The shares that each event adds to its minute, by its id; `ordered` by (timestamp, event_id)."""
    shares: dict[str, Decimal] = {}
    earlier: dict[tuple[str, str], list[Decimal]] = defaultdict(list)  # totals by series and session
    for event in ordered:
        if event["volume_kind"] == "interval":
            shares[event["event_id"]] = event["volume"]
            continue
        totals = earlier[series(event), event["session"]]
        if totals:
            shares[event["event_id"]] = max(Decimal(0), event["volume"] - max(totals))
        else:
            shares[event["event_id"]] = event["volume"] if _is_early(event) else Decimal(0)
        totals.append(event["volume"])
    return shares


def _is_early(event: PlainEvent) -> bool:
    """Quoted before its session's regular open, or within a quarter of an hour after it."""
    day = date.fromisoformat(event["session"])
    if day.isoweekday() > 5 or day in HOLIDAYS:
        return False
    opens = datetime.combine(day, time(9, 30), ZoneInfo("America/New_York")).astimezone(UTC)
    return datetime.fromisoformat(event["quoted_at"]) <= opens + timedelta(minutes=15)
