"""Waits for something that a target does on its own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """Time, as it comes in from outside: `clock` is now in UTC, `sleep` takes seconds."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def until(self, done: Callable[[], bool], *, seconds: float, every: float) -> bool:
        """Ask `done` at once and then again and again; return whether it came true within `seconds`."""
        deadline = self.clock() + timedelta(seconds=seconds)
        while not done():
            if self.clock() >= deadline:
                return False
            self.sleep(every)
        return True
