"""The emulator's clock, which can be moved, in the place of the real one in those services where it matters.

MiniStack's modules ask `time.time()`. In these services `time` is put in the place of the module: what expires, what
is stamped, what is due goes by it. Requests are signed, and sessions end, by the real clock, as before.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.virtual_clock import ClockState, VirtualClock

if TYPE_CHECKING:
    from pathlib import Path
    from time import struct_time

SERVICES = ("cloudwatch", "dynamodb", "dynamodb_streams", "firehose", "kinesis", "scheduler")


class EmulatorClock:
    """The clock in `file`, which other processes read; only this process writes it while it runs."""

    def __init__(self, file: Path) -> None:
        self._kept = VirtualClock(file)
        self._state = self._kept.read()
        self.changing = threading.RLock()  # held by whoever moves it, until what is due then has happened

    @property
    def state(self) -> ClockState:
        """How it stands."""
        return self._state

    @property
    def is_stopped(self) -> bool:
        """Whether time stands still."""
        return self._state.stopped_at is not None

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return self._state.now(utc_now())

    def seconds(self) -> float:
        """Return the time in epoch seconds."""
        state = self._state
        return time.time() if state.is_real else state.now(utc_now()).timestamp()

    def put(self, state: ClockState) -> None:
        """Have it stand otherwise, for every process."""
        self._kept.write(state)
        self._state = state


class ShiftedTime:
    """Python's `time` module, but for the time."""

    def __init__(self, clock: EmulatorClock) -> None:
        self._clock = clock

    def time(self) -> float:
        """Return the epoch seconds of the clock."""
        return self._clock.seconds()

    def gmtime(self, seconds: float | None = None) -> struct_time:
        """Return the calendar time of the clock, or of so many epoch seconds."""
        return time.gmtime(self.time() if seconds is None else seconds)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def install(clock: EmulatorClock) -> None:
    """Put it in the place of `time` in the services.

    Sequence numbers go on rising with the real time: a mapping would never find a record that is numbered below what
    it has read.
    """
    for name in SERVICES:
        module: Any = import_module(f"ministack.services.{name}")
        module.time = ShiftedTime(clock)
    streams: Any = import_module("ministack.services.kinesis")
    streams._next_sequence_number = _real_numbers(streams)


def _real_numbers(streams: Any) -> Any:
    """Return MiniStack's own numbering, by the real time."""

    def next_sequence_number() -> str:
        with streams._sequence_lock:
            streams._sequence_counter += 1
            return f"{int(time.time() * 1000):020d}{streams._sequence_counter:010d}"

    return next_sequence_number


def moment_of(text: str) -> datetime:
    """Parse a moment with an offset, as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment.astimezone(UTC)
