"""Looks at the consumers while a replay runs, and tells the screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from finpulse_cli.features.replay.drain import Drain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finpulse_cli.stack.progress import Checkpoints

ANOMALY_POLL = timedelta(seconds=0.5)
REST = 10  # times as long as a look took, at least, until the next one


class Screen(Protocol):
    """Shows a replay while it runs."""

    def moved(self, sent: int, processed: int) -> None:
        """Say that `sent` records were put so far, and `processed` of them are done by every consumer."""

    def anomaly(self, item: Mapping[str, Any]) -> None:
        """Show an anomaly of this replay that has been stored."""


class Anomalies(Protocol):
    """The anomalies of a replay as they come, see `anomalies.NewAnomalies`."""

    def read(self) -> Iterable[Mapping[str, Any]]:
        """Return what has not been passed."""

    def passed(self, item: Mapping[str, Any]) -> None:
        """Leave this one out from now on."""


class Watch:
    """Follows the records of one replay in `drain`."""

    def __init__(
        self,
        checkpoints: Callable[[], Checkpoints],
        anomalies: Anomalies,
        screen: Screen,
        clock: Callable[[], datetime],
    ) -> None:
        self.drain = Drain()
        self._checkpoints = checkpoints
        self._anomalies = anomalies
        self._screen = screen
        self._clock = clock
        self._met: set[str] = set()
        self._next_look = clock()

    def look(self) -> None:
        """Look at the consumers' progress, and now and then at the anomalies."""
        self.drain.observe(self._checkpoints())
        self._screen.moved(len(self.drain.sent), self.drain.done)
        began = self._clock()
        if began >= self._next_look:
            self.show_anomalies()
            ended = self._clock()
            self._next_look = ended + max(ANOMALY_POLL, REST * (ended - began))

    def show_anomalies(self, *, settled: bool = False) -> None:
        """Show the anomalies that an earlier look met too: by now their alert is noted. `settled` shows them all."""
        for item in self._anomalies.read():
            name = item["event_id"]
            if settled or name in self._met:
                self._screen.anomaly(item)
                self._anomalies.passed(item)
                self._met.discard(name)
            else:
                self._met.add(name)
