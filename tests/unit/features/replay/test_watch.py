from __future__ import annotations

from datetime import timedelta

import pytest

from finpulse_cli.features.replay.watch import ANOMALY_POLL, LONGEST_PAUSE_SECONDS, REST, SHORTEST_PAUSE_SECONDS
from tests.doubles.watched_replay import EVENTS, WatchedReplay

IDS = [event.event_id for event in EVENTS]


def test_the_screen_is_told_what_was_sent_and_what_is_done() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    watch.look()
    replay.processed = 2
    watch.look()
    assert replay.moves == [(4, 0), (4, 2)]


def test_each_anomaly_is_read_once_when_the_detector_is_done_with_it() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    for processed in (0, 1, 1, 3):
        replay.processed = processed
        replay.now += ANOMALY_POLL
        watch.look()
    assert replay.asked == [IDS[:1], IDS[1:3]]
    replay.processed = 4
    watch.look()
    watch.show_anomalies()
    watch.show_anomalies()
    assert replay.asked[2:] == [IDS[3:]]
    assert replay.shown == IDS
    assert [item["event_id"] for item in watch.found] == IDS


def test_anomalies_are_not_asked_for_at_every_look() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    for processed in (1, 2, 3):
        replay.processed = processed
        replay.now += timedelta(milliseconds=1)
        watch.look()
    assert replay.asked == [IDS[:1]]


def test_a_slow_look_is_followed_by_a_longer_rest() -> None:
    replay = WatchedReplay(reading=timedelta(seconds=2), processed=1)
    watch = replay.watch()
    watch.look()
    replay.processed = 2
    replay.now += timedelta(seconds=2 * REST - 1)
    watch.look()
    assert replay.asked == [IDS[:1]]
    replay.now += timedelta(seconds=1)
    watch.look()
    assert replay.asked == [IDS[:1], IDS[1:2]]


def test_nothing_is_read_where_nothing_is_on_its_way() -> None:
    replay = WatchedReplay(processed=4)
    watch = replay.watch()
    watch.look()
    assert replay.looks == 1
    watch.look()
    assert replay.looks == 1


def test_a_glance_is_no_look_before_the_pause_is_over() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    watch.look()
    replay.now += timedelta(seconds=SHORTEST_PAUSE_SECONDS / 2)
    watch.glance()
    assert replay.looks == 1
    replay.now += timedelta(seconds=SHORTEST_PAUSE_SECONDS / 2)
    watch.glance()
    assert replay.looks == 2


def test_the_more_is_left_to_do_the_longer_is_the_pause() -> None:
    replay = WatchedReplay()
    watch = replay.watch()
    pauses = []
    for processed in (0, 1, 3, 4):
        replay.processed = processed
        replay.now += timedelta(seconds=1)
        watch.look()
        pauses.append(watch.pause_seconds)
    # 2 s for the first one say 6 s for the other three; 3 s for three say 1 s for the last; then nothing is left
    assert pauses == pytest.approx([SHORTEST_PAUSE_SECONDS, 0.6, 0.1, LONGEST_PAUSE_SECONDS])
    replay.now += timedelta(hours=1)
    replay.processed = 1
    slow = replay.watch()
    replay.now += timedelta(hours=1)
    slow.look()
    assert slow.pause_seconds == LONGEST_PAUSE_SECONDS
