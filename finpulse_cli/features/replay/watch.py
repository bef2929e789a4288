"""Looks at the consumers while a replay runs, and tells the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from finpulse_cli.features.replay.drain import Drain

if TYPE_CHECKING:
    from finpulse_cli.stack.progress import Checkpoints
    from lambdas.shared.domain.event import PriceEvent

ANOMALY_POLL = timedelta(seconds=1)
REST = 20  # times as long as a look took, at least, until the next one
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 1.0
_SHARE = 10  # of the time that is left is how long the next look may come late

Anomalies = Callable[[Sequence["PriceEvent"]], Sequence[Mapping[str, Any]]]
"""Reads the anomalies among events that the detector is done with, as stored."""


class Screen(Protocol):
    """Shows a replay while it runs."""

    def moved(self, sent: int, processed: int) -> None:
        """Say that `sent` records were put so far, and `processed` of them are done by every consumer."""

    def anomaly(self, item: Mapping[str, Any]) -> None:
        """Show an anomaly of this replay that has been stored."""

    def playing(self, state: str, at: str) -> None:
        """Say how a recording plays that goes at a speed, and which of its moments is next."""


class Watch:
    """Follows the records of one replay in `drain`; `events` are all that it may send, by id; other records are bad.

    Anomalies are read once each: a consumer's checkpoint stands behind all that it did with the records before it, so
    an anomaly that is read then is whole, its alert included.
    """

    def __init__(
        self,
        checkpoints: Callable[[], Checkpoints],
        anomalies: Anomalies,
        events: Mapping[str, PriceEvent],
        screen: Screen,
        clock: Callable[[], datetime],
    ) -> None:
        self.drain = Drain()
        self.found: list[Mapping[str, Any]] = []
        self._checkpoints = checkpoints
        self._anomalies = anomalies
        self._events = events
        self._screen = screen
        self._clock = clock
        self._judged: list[PriceEvent] = []
        self._began = self._looked = self._next_anomalies = clock()

    @property
    def pause_seconds(self) -> float:
        """How long until the next look: the longer, the more is left to do at the pace so far."""
        if self.drain.drained:
            return LONGEST_PAUSE_SECONDS
        done, elapsed = self.drain.done, (self._looked - self._began).total_seconds()
        seconds_left = elapsed / done * (len(self.drain.sent) - done) if done else 0.0
        return min(max(seconds_left / _SHARE, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)

    def glance(self) -> None:
        """Look, unless the last look was a moment ago or nothing is on its way."""
        if (self._clock() - self._looked).total_seconds() >= self.pause_seconds:
            self.look()

    def look(self) -> None:
        """Look at the consumers' progress, and now and then at the anomalies."""
        self._looked = self._clock()
        if not self.drain.drained:
            self.drain.observe(self._checkpoints())
        self._screen.moved(len(self.drain.sent), self.drain.done)
        if self._looked >= self._next_anomalies:
            self.show_anomalies()
            ended = self._clock()
            self._next_anomalies = ended + max(ANOMALY_POLL, REST * (ended - self._looked))

    def show_anomalies(self) -> None:
        """Read and show the anomalies among what the detector has judged since the last time."""
        taken = self.drain.take_judged()
        judged = [self._events[record.event_id] for record in taken if record.event_id in self._events]
        for item in self._anomalies(judged) if judged else ():
            self.found.append(item)
            self._screen.anomaly(item)
