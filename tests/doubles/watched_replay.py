"""Tables and a screen of a replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.watch import Watch
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.factories import NOON, price_event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambdas.shared.domain.event import PriceEvent

EVENTS = tuple(price_event(100 + number, seconds=number) for number in range(4))


@dataclass
class WatchedReplay:
    """A replay of four events, each of which is an anomaly, that a test looks at; implements `watch.Screen`."""

    now: datetime = NOON
    reading: timedelta = timedelta(0)
    processed: int = 0
    looks: int = 0
    asked: list[list[str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def moved(self, sent: int, processed: int) -> None:
        self.moves.append((sent, processed))

    def anomaly(self, item: Mapping[str, Any]) -> None:
        self.shown.append(item["event_id"])

    def playing(self, state: str, at: str) -> None:
        self.states.append(f"{state} {at.split()[0]}")

    def anomalies(self, events: Sequence[PriceEvent]) -> list[dict[str, Any]]:
        self.asked.append([event.event_id for event in events])
        self.now += self.reading
        return [{"event_id": event.event_id} for event in events]

    def watch(self, sent: int = len(EVENTS)) -> Watch:
        def checkpoints() -> dict[tuple[str, str], Progress]:
            self.looks += 1
            at = Progress(self.processed, NOON, NOON, self.processed)
            return {(consumer, "shard-0"): at for consumer in CONSUMERS}

        by_id = {event.event_id: event for event in EVENTS}
        watch = Watch(checkpoints, self.anomalies, by_id, self, lambda: self.now)
        watch.drain.add(
            SentRecord(event.event_id, "shard-0", number, NOON) for number, event in enumerate(EVENTS[:sent], start=1)
        )
        return watch
