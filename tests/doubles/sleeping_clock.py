"""Time that passes only when somebody sleeps."""

from __future__ import annotations

from datetime import datetime, timedelta


class SleepingClock:
    """A clock that a sleep moves; `slept` are the sleeps in seconds."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.slept: list[float] = []

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
