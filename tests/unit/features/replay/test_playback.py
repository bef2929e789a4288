from __future__ import annotations

import math

import pytest

from finpulse_cli.features.replay.playback import FASTEST, SLOWEST, Playback
from tests.doubles.sleeping_clock import SleepingClock
from tests.unit.features.replay.builders import OPENING


@pytest.fixture
def time() -> SleepingClock:
    return SleepingClock(OPENING)


@pytest.fixture
def playback(time: SleepingClock) -> Playback:
    return Playback(60, time.clock)


def test_a_minute_of_the_recording_takes_a_second_at_60x(playback: Playback, time: SleepingClock) -> None:
    assert playback.seconds_until(120) == 2
    time.sleep(1.5)
    assert playback.seconds_until(120) == 0.5
    assert playback.seconds_until(60) < 0


def test_while_it_is_paused_nothing_further_is_due(playback: Playback, time: SleepingClock) -> None:
    time.sleep(1)
    assert playback.press(" ", 120)
    time.sleep(100)
    assert playback.seconds_until(120) == math.inf
    assert playback.seconds_until(60) == 0
    assert str(playback) == "paused 60x"
    assert playback.press(" ", 120)
    assert playback.seconds_until(120) == 1
    assert str(playback) == "playing 60x"


@pytest.mark.parametrize("key", ["n", "right"])
def test_a_step_makes_the_following_moment_due_and_no_other(playback: Playback, key: str) -> None:
    playback.press(key, 120)
    assert playback.seconds_until(120) == 0
    assert playback.seconds_until(180) == math.inf
    playback.press(key, 180)
    assert playback.seconds_until(180) == 0


def test_another_speed_holds_from_now_on(playback: Playback, time: SleepingClock) -> None:
    time.sleep(1)
    playback.press("+", 120)
    assert playback.seconds_until(180) == 1
    playback.press("-", 120)
    playback.press("-", 120)
    assert playback.seconds_until(180) == 4
    assert str(playback) == "playing 30x"


def test_while_it_is_paused_the_speed_changes_and_time_does_not(playback: Playback, time: SleepingClock) -> None:
    playback.press(" ", 60)
    playback.press("+", 60)
    time.sleep(5)
    assert playback.seconds_until(60) == math.inf
    playback.press(" ", 60)
    assert playback.seconds_until(120) == 1


def test_the_speed_has_bounds(playback: Playback) -> None:
    for _ in range(100):
        playback.press("+", 0)
    assert playback.speed == FASTEST
    for _ in range(100):
        playback.press("-", 0)
    assert playback.speed == SLOWEST


def test_q_ends_it_and_other_keys_mean_nothing(playback: Playback) -> None:
    assert not playback.press("z", 60)
    assert str(playback) == "playing 60x"
    assert playback.press("q", 60)
    assert playback.is_ended
