from __future__ import annotations

from datetime import timedelta

from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.watch import ANOMALY_POLL
from tests.doubles.watched_replay import WatchedReplay
from tests.unit.features.replay.builders import OPENING


def test_the_screen_is_told_what_was_sent_and_what_is_done() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    watch.drain.add([SentRecord("a", "shard-0", 1, OPENING), SentRecord("b", "shard-0", 2, OPENING)])
    watch.look()
    replay.processed = 2
    watch.look()
    assert replay.moves == [(2, 0), (2, 2)]


def test_an_anomaly_is_shown_once_and_not_before_its_alert_is_noted() -> None:
    replay = WatchedReplay(items=[{"event_id": "one", "alerted": False}])
    watch = replay.watch()
    watch.look()
    assert replay.shown == []
    replay.items[0]["alerted"] = True
    for _ in range(3):
        replay.now += ANOMALY_POLL
        watch.look()
    watch.show_anomalies(settled=True)
    assert replay.shown == ["one True"]


def test_anomalies_are_not_asked_for_at_every_look() -> None:
    replay = WatchedReplay(items=[{"event_id": "one", "alerted": False}])
    watch = replay.watch()
    for _ in range(3):
        replay.now += timedelta(milliseconds=1)
        watch.look()
    assert replay.shown == []
    assert replay.reads == 1


def test_a_slow_look_is_followed_by_a_longer_rest() -> None:
    replay = WatchedReplay(reading=timedelta(seconds=2))
    watch = replay.watch()
    watch.look()
    replay.now += timedelta(seconds=19)
    watch.look()
    assert replay.reads == 1
    replay.now += timedelta(seconds=1)
    watch.look()
    assert replay.reads == 2


def test_at_the_end_everything_is_shown() -> None:
    replay = WatchedReplay(items=[{"event_id": "one", "alerted": True}])
    replay.watch().show_anomalies(settled=True)
    assert replay.shown == ["one True"]
