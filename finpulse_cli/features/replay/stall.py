"""Detects that nothing moves any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STALLED_AFTER = timedelta(seconds=90)


class StallDetector:
    """Watches a state that should keep changing; `clock` says when it is, `limit` how long it may stay."""

    def __init__(self, clock: Callable[[], datetime], limit: timedelta = STALLED_AFTER) -> None:
        self._clock = clock
        self._limit = limit
        self._state: object = None
        self._since = clock()

    def is_stalled(self, state: object) -> bool:
        """Return whether `state` has been the same, at every look, for longer than the limit."""
        now = self._clock()
        if state != self._state:
            self._state, self._since = state, now
        return now - self._since > self._limit
