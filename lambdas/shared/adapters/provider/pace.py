"""Keeps calls apart: a free key may ask once a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace:
    """Lets calls start at least `seconds` after one another."""

    def __init__(self, seconds: float, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at: float | None = None

    def wait(self) -> None:
        """Block until the next call may start; the first may at once."""
        now = self._monotonic()
        start = now if self._free_at is None else max(now, self._free_at)
        if start > now:
            self._sleep(start - now)
        self._free_at = start + self._seconds
