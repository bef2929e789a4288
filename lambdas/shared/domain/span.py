"""The part of something ordered by time that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `since` to `until`, both included, and at most `limit` items."""

    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None

    @property
    def is_empty(self) -> bool:
        """True if no moment lies in the span."""
        return self.since is not None and self.until is not None and self.since > self.until
