"""Waiting for what another process does: asks again and again, and fails when it does not come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT_SECONDS = 180
PAUSE_SECONDS = 0.05

Value = TypeVar("Value")


def eventually(condition: Callable[[], Value | None], what: str = "it", seconds: float = TIMEOUT_SECONDS) -> Value:
    """Return the first true value of `condition`."""
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(PAUSE_SECONDS)
