from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any, cast

from rich.console import Console

from finpulse_cli.features.parity.archive import LONGEST_BUFFER_SECONDS, await_lakes
from finpulse_cli.features.parity.lake import LakeWatch
from finpulse_cli.features.parity.wait import Timer
from tests.factories import NOON


class Filling:
    """A lake into which one of `events` falls at each look, up to `most`."""

    def __init__(self, events: int, most: int) -> None:
        self.events, self.most, self.found, self.looks = events, most, 0, 0

    def look(self) -> None:
        self.looks += 1
        self.found = min(self.most, self.found + 1)

    @property
    def is_complete(self) -> bool:
        return self.found == self.events


class Time:
    """Passes only in sleep."""

    def __init__(self) -> None:
        self.now = NOON

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def wait_for(*lakes: Filling, terminal: bool = False) -> tuple[Time, str]:
    time, told = Time(), io.StringIO()
    given = cast("list[LakeWatch]", list(lakes))
    screen = Console(file=told, force_terminal=terminal, width=100)
    await_lakes(["one", "two"], given, lakes[0].events, screen, Timer(time.clock, time.sleep))
    return time, told.getvalue()


def test_lakes_that_hold_everything_are_not_waited_for() -> None:
    time, told = wait_for(Filling(1, 1), Filling(1, 1))
    assert (time.now, told) == (NOON, "")


def test_each_lake_is_looked_at_until_it_holds_everything() -> None:
    lakes = Filling(3, 3), Filling(3, 3)
    lakes[1].found = 1
    _, told = wait_for(*lakes)
    assert [lake.looks for lake in lakes] == [3, 2]
    assert "waiting for Firehose" in told


def test_the_timeout_outlasts_the_longest_buffer() -> None:
    time, _ = wait_for(Filling(2, 2), Filling(2, 1))
    waited = (time.now - NOON).total_seconds()
    assert LONGEST_BUFFER_SECONDS < waited < LONGEST_BUFFER_SECONDS * 1.5


def test_a_terminal_sees_both_bars() -> None:
    shown: Any = wait_for(Filling(2, 2), Filling(2, 2), terminal=True)[1]
    assert "lake of one" in shown
    assert "lake of two" in shown
