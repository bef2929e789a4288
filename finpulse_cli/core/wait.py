"""The one way to wait for something to come true."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_SECONDS = 0.05


def wait_until(
    done: Callable[[], bool],
    timeout_seconds: float,
    *,
    pause_seconds: float = PAUSE_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Ask `done` again and again; return False when it did not come true within `timeout_seconds`.

    It is asked once more after the last pause. `clock` gives seconds from any start, `sleep` lets so many pass.
    """
    deadline = clock() + timeout_seconds
    while not done():
        if clock() > deadline:
            return False
        sleep(pause_seconds)
    return True
