"""The position in a recording that plays: at a speed that may change, paused, a moment at a time, or ended."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

KEYS_HELP = "space pause · n step · +/- speed · q end"
SLOWEST, FASTEST = 1 / 64, 1e6


class Playback:
    """Where a recording is by now. Positions are seconds of the recording since its beginning."""

    def __init__(self, speed: float, clock: Callable[[], datetime]) -> None:
        self.speed = speed
        self.is_paused = False
        self.is_ended = False
        self._clock = clock
        self._position, self._since = 0.0, clock()

    def seconds_until(self, position: float) -> float:
        """Return how long until the recording is there; 0 or less when it is, infinite while it is paused."""
        left = position - self._now()
        if self.is_paused and left > 0:
            return math.inf
        return left / self.speed

    def press(self, key: str, following: float) -> bool:
        """Do what a key stands for, where `following` is the next moment that has events; whether it means anything."""
        match key:
            case " ":
                self._go_on_from(self._now(), is_paused=not self.is_paused)
            case "n" | "N" | "right":
                self._go_on_from(max(self._now(), following), is_paused=True)
            case "+" | "=":
                self._go_at(min(self.speed * 2, FASTEST))
            case "-" | "_":
                self._go_at(max(self.speed / 2, SLOWEST))
            case "q" | "Q":
                self.is_ended = True
            case _:
                return False
        return True

    def __str__(self) -> str:
        return "ended" if self.is_ended else f"{'paused' if self.is_paused else 'playing'} {self.speed:g}x"

    def _now(self) -> float:
        if self.is_paused:
            return self._position
        return self._position + (self._clock() - self._since).total_seconds() * self.speed

    def _go_at(self, speed: float) -> None:
        self._go_on_from(self._now(), is_paused=self.is_paused)
        self.speed = speed

    def _go_on_from(self, position: float, *, is_paused: bool) -> None:
        self._position, self._since, self.is_paused = position, self._clock(), is_paused
