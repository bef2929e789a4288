"""A signal that many threads wait for without looking: whoever has seen all of it so far sleeps until the next."""

from __future__ import annotations

import threading


class Signal:
    """Counts what happened. `set` is named as an Event's, whose place it takes in the emulator."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """How often it was set so far."""
        return self._count

    def set(self) -> None:
        """Wake everyone who waits."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait_beyond(self, seen: int, timeout: float | None) -> None:
        """Sleep until it has been set more often than `seen`, or for `timeout` seconds at the most."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > seen, timeout)
