"""Waiting, on a clock that only moves while somebody sleeps."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from finpulse_cli.core.wait import PAUSE_SECONDS, wait_until


@dataclass
class World:
    """Something that comes true at `true_at`, in seconds."""

    true_at: float
    now: float = 0.0
    asked_at: list[float] = field(default_factory=list)

    def done(self) -> bool:
        """As the time has it."""
        self.asked_at.append(self.now)
        return self.now >= self.true_at

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def wait(self, timeout_seconds: float) -> bool:
        """Wait for it."""
        return wait_until(self.done, timeout_seconds, pause_seconds=1, clock=lambda: self.now, sleep=self.sleep)


@pytest.mark.parametrize(("true_at", "came"), [(0, True), (3, True), (5, True), (60, False)])
def test_it_waits_as_long_as_it_may(true_at: float, came: bool) -> None:
    assert World(true_at).wait(5) is came


def test_what_is_true_already_takes_no_time_and_no_timeout_still_asks() -> None:
    world = World(0)
    assert world.wait(0)
    assert (world.now, world.asked_at) == (0, [0])
    assert World(60).wait(0) is False


def test_it_pauses_between_two_questions() -> None:
    world = World(2)
    assert world.wait(5)
    assert world.asked_at == [0, 1, 2]
    assert 0 < PAUSE_SECONDS < 1
