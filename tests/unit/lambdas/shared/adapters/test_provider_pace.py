"""Calls are kept apart."""

from __future__ import annotations

from lambdas.shared.adapters.provider.pace import Pace


class SecondsClock:
    """A clock that only moves when somebody sleeps or a test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_the_first_call_starts_at_once_and_the_next_ones_a_second_apart() -> None:
    time = SecondsClock()
    pace = Pace(1.0, lambda: time.now, time.sleep)
    pace.wait()
    assert time.slept == []
    time.now += 0.25  # the first call took so long
    pace.wait()
    assert time.slept == [0.75]
    pace.wait()
    assert time.slept == [0.75, 1.0]


def test_a_slow_call_has_paced_itself() -> None:
    time = SecondsClock()
    pace = Pace(1.0, lambda: time.now, time.sleep)
    pace.wait()
    time.now += 5
    pace.wait()
    assert time.slept == []
    pace.wait()
    assert time.slept == [1.0]
