"""Looks at the consumers while a replay runs, and tells the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from finpulse_cli.features.replay.drain import Drain
from finpulse_cli.stack.progress import Checkpoints

ANOMALY_POLL = timedelta(seconds=0.5)


class Screen(Protocol):
    """Shows a replay while it runs."""

    def moved(self, sent: int, processed: int) -> None:
        """`sent` records were put so far, `processed` of them are done by every consumer."""

    def anomaly(self, item: Mapping[str, Any]) -> None:
        """An anomaly of this replay has been stored."""


class Watch:
    """Follows the records of one replay in `drain`; `checkpoints` and `anomalies` read the tables."""

    def __init__(
        self,
        checkpoints: Callable[[], Checkpoints],
        anomalies: Callable[[], Iterable[Mapping[str, Any]]],
        screen: Screen,
        clock: Callable[[], datetime],
    ) -> None:
        self.drain = Drain()
        self._checkpoints = checkpoints
        self._anomalies = anomalies
        self._screen = screen
        self._clock = clock
        self._met: set[str] = set()
        self._shown: set[str] = set()
        self._looked_for_anomalies: datetime | None = None

    def look(self) -> None:
        """One look at the consumers' progress, and now and then at the anomalies."""
        self.drain.observe(self._checkpoints())
        self._screen.moved(len(self.drain.sent), self.drain.done)
        now = self._clock()
        if self._looked_for_anomalies is None or now - self._looked_for_anomalies >= ANOMALY_POLL:
            self._looked_for_anomalies = now
            self.show_anomalies()

    def show_anomalies(self, *, settled: bool = False) -> None:
        """Shows the anomalies that an earlier look met too: by now their alert is noted. `settled` shows them all."""
        for item in self._anomalies():
            name = item["anomaly_id"]
            if name not in self._shown and (settled or name in self._met):
                self._shown.add(name)
                self._screen.anomaly(item)
            self._met.add(name)
