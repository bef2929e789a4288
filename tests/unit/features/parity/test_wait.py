from __future__ import annotations

from datetime import timedelta

import pytest

from finpulse_cli.features.parity.wait import Timer
from tests.factories import NOON


@pytest.mark.parametrize(("true_at", "answer", "asked"), [(1, True, 1), (3, True, 3), (99, False, 7)])
def test_asks_until_it_is_true_or_time_is_up(true_at: int, answer: bool, asked: int) -> None:
    count, now = 0, NOON

    def sleep(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    def done() -> bool:
        nonlocal count
        count += 1
        return count >= true_at

    assert Timer(lambda: now, sleep).until(done, seconds=10, every=2) is answer
    assert count == asked
