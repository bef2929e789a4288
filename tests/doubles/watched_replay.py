"""Tables and a screen of a replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.watch import Watch
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class WatchedReplay:
    """Tables and a screen that a test looks at; implements `watch.Screen` and `watch.Anomalies`."""

    now: datetime = NOON
    items: list[dict[str, Any]] = field(default_factory=list)
    reads: int = 0
    reading: timedelta = timedelta(0)
    shown: list[str] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    processed: int = 0

    def moved(self, sent: int, processed: int) -> None:
        self.moves.append((sent, processed))

    def anomaly(self, item: Mapping[str, Any]) -> None:
        self.shown.append(f"{item['event_id']} {item['alerted']}")

    def read(self) -> list[dict[str, Any]]:
        self.reads += 1
        self.now += self.reading
        return [item for item in self.items if not item.get("passed")]

    def passed(self, item: Mapping[str, Any]) -> None:
        self.items[self.items.index(dict(item))]["passed"] = True

    def watch(self) -> Watch:
        def checkpoints() -> dict[tuple[str, str], Progress]:
            at = Progress(self.processed, NOON, NOON, self.processed)
            return {(consumer, "shard-0"): at for consumer in CONSUMERS}

        return Watch(checkpoints, self, self, lambda: self.now)
