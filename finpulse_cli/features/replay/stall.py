"""Detects that nothing moves any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

STALLED_AFTER = timedelta(seconds=90)


class StallDetector:
    """Watches a state that should keep changing; `clock` says when it is."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._state: object = None
        self._since = clock()

    def is_stalled(self, state: object) -> bool:
        """Return whether `state` has been the same, at every look, for longer than `STALLED_AFTER`."""
        now = self._clock()
        if state != self._state:
            self._state, self._since = state, now
        return now - self._since > STALLED_AFTER
