"""Ends a program that was started in a session of its own, with all that it has started."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_END_SECONDS = 5


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
