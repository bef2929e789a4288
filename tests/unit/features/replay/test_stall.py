from __future__ import annotations

from datetime import datetime, timedelta

from finpulse_cli.features.replay.stall import STALLED_AFTER, StallDetector
from tests.unit.features.replay.builders import OPENING


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = OPENING

    def __call__(self) -> datetime:
        return self.now


def test_it_stalls_when_nothing_has_changed_for_too_long() -> None:
    clock = Clock()
    detector = StallDetector(clock)
    assert not detector.is_stalled(1)
    clock.now += STALLED_AFTER
    assert not detector.is_stalled(1)
    clock.now += timedelta(seconds=1)
    assert detector.is_stalled(1)


def test_every_change_renews_it() -> None:
    clock = Clock()
    detector = StallDetector(clock)
    for state in range(5):
        clock.now += STALLED_AFTER
        assert not detector.is_stalled(state)
