from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.watch import ANOMALY_POLL, Watch
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.unit.features.replay.builders import OPENING


@dataclass
class Scene:
    """Tables and a screen that a test looks at; implements `watch.Screen` and `watch.Anomalies`."""

    now: datetime = OPENING
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
            at = Progress(self.processed, OPENING, OPENING, self.processed)
            return {(consumer, "shard-0"): at for consumer in CONSUMERS}

        return Watch(checkpoints, self, self, lambda: self.now)


def test_the_screen_is_told_what_was_sent_and_what_is_done() -> None:
    scene = Scene()
    watch = scene.watch()
    watch.drain.add([SentRecord("a", "shard-0", 1, OPENING), SentRecord("b", "shard-0", 2, OPENING)])
    watch.look()
    scene.processed = 2
    watch.look()
    assert scene.moves == [(2, 0), (2, 2)]


def test_an_anomaly_is_shown_once_and_not_before_its_alert_is_noted() -> None:
    scene = Scene(items=[{"event_id": "one", "alerted": False}])
    watch = scene.watch()
    watch.look()
    assert scene.shown == []
    scene.items[0]["alerted"] = True
    for _ in range(3):
        scene.now += ANOMALY_POLL
        watch.look()
    watch.show_anomalies(settled=True)
    assert scene.shown == ["one True"]


def test_anomalies_are_not_asked_for_at_every_look() -> None:
    scene = Scene(items=[{"event_id": "one", "alerted": False}])
    watch = scene.watch()
    for _ in range(3):
        scene.now += timedelta(milliseconds=1)
        watch.look()
    assert scene.shown == []
    assert scene.reads == 1


def test_a_slow_look_is_followed_by_a_longer_rest() -> None:
    scene = Scene(reading=timedelta(seconds=2))
    watch = scene.watch()
    watch.look()
    scene.now += timedelta(seconds=19)
    watch.look()
    assert scene.reads == 1
    scene.now += timedelta(seconds=1)
    watch.look()
    assert scene.reads == 2


def test_at_the_end_everything_is_shown() -> None:
    scene = Scene(items=[{"event_id": "one", "alerted": True}])
    scene.watch().show_anomalies(settled=True)
    assert scene.shown == ["one True"]
