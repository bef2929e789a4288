"""The clock on the tape."""

from __future__ import annotations

from finpulse_cli.standins.provider.triangle import index


def test_the_tape_plays_forward_then_backward() -> None:
    assert [index(minute, 4) for minute in range(8)] == [0, 1, 2, 3, 2, 1, 0, 1]


def test_short_tapes_play_too() -> None:
    assert [index(minute, 1) for minute in range(3)] == [0, 0, 0]
    assert [index(minute, 2) for minute in range(4)] == [0, 1, 0, 1]
