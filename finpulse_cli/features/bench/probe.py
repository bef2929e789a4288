"""Something that watches one place where an event becomes visible."""

from __future__ import annotations

import threading
from typing import Protocol


class Sightings:
    """When each expected event became visible, as epoch seconds of this machine's clock. Safe between threads.

    Events are told apart by their timestamps in the project's text format. Whoever shows the newest price only may
    leave some out: an event counts as seen as soon as it or a newer one is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        self._seen: dict[str, float] = {}

    def expect(self, timestamp: str) -> None:
        """Note an event that is about to be put, newer than all before."""
        with self._lock:
            self._waiting.append(timestamp)

    def saw(self, timestamp: str, at: float) -> None:
        """Note that the place shows the event of this timestamp."""
        with self._lock:
            while self._waiting and self._waiting[0] <= timestamp:
                self._seen[self._waiting.pop(0)] = at

    @property
    def is_waiting(self) -> bool:
        """Whether an expected event has not been seen."""
        with self._lock:
            return bool(self._waiting)

    def all(self) -> dict[str, float]:
        """Return the moment of each event seen so far, by its timestamp."""
        with self._lock:
            return dict(self._seen)


class Probe(Protocol):
    """Watches from `start` to `stop`, and notes in `sightings` what it sees."""

    @property
    def name(self) -> str:
        """The place it looks at, for the table: `message on the socket`."""

    @property
    def sightings(self) -> Sightings:
        """The events it has seen; the benchmark says there what to expect."""

    def start(self) -> None:
        """Begin to watch; what is put once this returns is seen. Raises CliError."""

    def stop(self) -> None:
        """Stop watching; also after a `start` that failed."""
