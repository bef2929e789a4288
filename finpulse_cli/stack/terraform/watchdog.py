"""Ends Terraform when the target underneath it is gone: its provider would go on asking for many minutes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_LOOK_SECONDS = 1.0
# An interrupt lets Terraform give up its requests and save its state; a provider that does not heed it is killed.
_GRACE_SECONDS = 20.0


@contextmanager
def ending_with(
    process: subprocess.Popen[str],
    is_alive: Callable[[], bool],
    look_seconds: float = _LOOK_SECONDS,
    grace_seconds: float = _GRACE_SECONDS,
) -> Iterator[None]:
    """Ask `is_alive` every `look_seconds` meanwhile; once it says no, end `process` and its group.

    `process` leads a process group of its own. It is interrupted first and killed `grace_seconds` later.
    """
    over = threading.Event()

    def watch() -> None:
        while is_alive():
            if over.wait(look_seconds):
                return
        process.send_signal(signal.SIGINT)
        if not over.wait(grace_seconds):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    watcher = threading.Thread(target=watch, name="terraform-watchdog", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
