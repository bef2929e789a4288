"""Programs that were started in sessions of their own: each ends with all that it has started, and with this one."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import Popen

_END_SECONDS = 5


@contextmanager
def heeding_ends() -> Iterator[None]:
    """Have a closed terminal, and who ends this process, do what Ctrl-C does while the block lasts."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def end_session(process: Popen[str]) -> None:
    """Ask all of it to end, and kill what does not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(TimeoutExpired):
            process.wait(_END_SECONDS)
    kill_session(process)


def kill_session(process: Popen[str]) -> None:
    """Kill all of it, and wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
