"""Waits for something that a target does on its own time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.wait import wait_until

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
        return wait_until(done, seconds, pause_seconds=every, clock=lambda: self.clock().timestamp(), sleep=self.sleep)
