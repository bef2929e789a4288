"""A tail over something that can only be asked for its newest items: tables and buckets.

What is new is what the last look did not hold, wherever it stands: a replay writes rows whose times lie hours back,
and a candle changes in its place. A time as cursor would miss both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from finpulse_cli.features.tail.base import Column, Page, Row

Item = TypeVar("Item", bound=Hashable)

FOLLOWED = 250  # newest items a symbol among which a follow sees changes


@dataclass(frozen=True, slots=True)
class WindowReader(Generic[Item]):
    """Implements `base.Reader`; the cursor is the set of items last seen.

    `read(n)` gives at least the `n` newest items, where there are so many, in time order. `to_row` is called only
    for items that are shown, and says None for one that is not.
    """

    columns: tuple[Column, ...]
    read: Callable[[int], list[Item]]
    to_row: Callable[[Item], Row | None]

    def latest(self, limit: int) -> Page[frozenset[Item]]:
        """Return the newest rows."""
        items = self.read(max(limit, FOLLOWED))
        return Page(_last_rows(items, self.to_row, limit), frozenset(items))

    def fresh(self, cursor: frozenset[Item]) -> Page[frozenset[Item]]:
        """Return the rows of items that were not there before."""
        items = self.read(FOLLOWED)
        found = (self.to_row(item) for item in items if item not in cursor)
        return Page([row for row in found if row is not None], frozenset(items))


def _last_rows(items: Iterable[Item], to_row: Callable[[Item], Row | None], limit: int) -> list[Row]:
    rows: list[Row] = []
    for item in reversed(list(items)):
        if len(rows) == limit:
            break
        row = to_row(item)
        if row is not None:
            rows.append(row)
    return rows[::-1]
