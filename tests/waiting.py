"""Waiting for what another process does: asks again and again, and fails when it does not come."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

TIMEOUT_SECONDS = 30
PAUSE_SECONDS = 0.05

Value = TypeVar("Value")


def until(condition: Callable[[], Value | None]) -> Value:
    """The first true value of `condition`."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        if value := condition():
            return value
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(PAUSE_SECONDS)
