"""One command at a time changes a target."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.wait import wait_until

_TIMEOUT_SECONDS = 180.0


@contextmanager
def exclusive(path: Path, report: Report, timeout_seconds: float = _TIMEOUT_SECONDS) -> Iterator[int]:
    """Hold the lock file `path`; yields its descriptor, which a child process may share to hold the lock as well.

    The lock belongs to the open file: it falls when the last process that shares it has ended, however it ended, so
    there is no stale lock to clean up. Waits up to `timeout_seconds` for another command, then raises FailedError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _taken(file):
            report(f"another finpulse command ({_holder(file)}) is changing this target; waiting for it")
            if not wait_until(lambda: _taken(file), timeout_seconds):
                raise FailedError(
                    f"another finpulse command ({_holder(file)}) is still changing this target",
                    "wait until it has ended, then run this one again",
                )
        file.truncate(0)
        file.write(f"pid {os.getpid()}")
        file.flush()
        yield file.fileno()


def _taken(file: IO[str]) -> bool:
    """Take the lock if nobody holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "unknown"
