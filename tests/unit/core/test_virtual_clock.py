from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.virtual_clock import ClockState, VirtualClock

if TYPE_CHECKING:
    from pathlib import Path

REAL = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = REAL + timedelta(hours=2)


@pytest.fixture
def clock(tmp_path: Path) -> VirtualClock:
    return VirtualClock(tmp_path / "home" / "clock.json", lambda: REAL)


def test_without_a_file_it_is_the_real_one(clock: VirtualClock) -> None:
    assert clock.now() == REAL
    assert clock.read().is_real


def test_it_is_set_off_or_stopped_for_whoever_reads_the_file(clock: VirtualClock) -> None:
    other = VirtualClock(clock.file, lambda: REAL + timedelta(minutes=1))
    clock.write(ClockState.at(LATER, REAL, is_stopped=False))
    assert (clock.now(), other.now()) == (LATER, LATER + timedelta(minutes=1))
    clock.write(ClockState.at(LATER, REAL, is_stopped=True))
    assert (clock.now(), other.now()) == (LATER, LATER)


def test_the_real_one_leaves_no_file(clock: VirtualClock) -> None:
    clock.write(ClockState(stopped_at=LATER))
    clock.write(ClockState())
    assert not clock.file.exists()
    clock.write(ClockState())
