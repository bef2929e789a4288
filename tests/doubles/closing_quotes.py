"""The closing quotes that were put, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass
class MemoryClosings:
    """Implements `ports.ClosingQuotes`; `asked` counts the looks at it."""

    ids: dict[date, set[str]] = field(default_factory=dict)
    asked: int = 0

    def known(self, session: date) -> Collection[str]:
        """Return the ids that were noted."""
        self.asked += 1
        return self.ids.get(session, set())

    def note(self, session: date, event_ids: Collection[str]) -> None:
        """Add ids."""
        self.ids.setdefault(session, set()).update(event_ids)
