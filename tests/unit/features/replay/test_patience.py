from __future__ import annotations

from datetime import datetime, timedelta

from finpulse_cli.features.replay.patience import STALLED_AFTER, Patience
from tests.unit.features.replay.builders import OPENING


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = OPENING

    def __call__(self) -> datetime:
        return self.now


def test_patience_ends_when_nothing_has_changed_for_too_long() -> None:
    clock = Clock()
    patience = Patience(clock)
    assert not patience.is_over(1)
    clock.now += STALLED_AFTER
    assert not patience.is_over(1)
    clock.now += timedelta(seconds=1)
    assert patience.is_over(1)


def test_every_change_renews_it() -> None:
    clock = Clock()
    patience = Patience(clock)
    for state in range(5):
        clock.now += STALLED_AFTER
        assert not patience.is_over(state)
