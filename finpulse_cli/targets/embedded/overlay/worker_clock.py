"""Gives functions the emulator's clock, from outside: what is deployed knows nothing of it, and AWS cannot have it.

MiniStack runs a Python function in a worker that imports the handler once. Before it does, the worker's one clock,
`lambdas.shared.clock.utc_now`, is put in the place of the real one. Whatever imports it afterwards has that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_CALL = "    _ms_install_invoke_depth()\n"
_SCRIPT = """
def _finpulse_set_clock():
    import json
    from datetime import datetime, timedelta, timezone
    try:
        from lambdas.shared import clock
    except ImportError:
        return  # not one of ours

    def state():
        try:
            with open(__CLOCK_FILE__, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return {"offset_seconds": 0, "stopped_at": None}

    def utc_now():
        found = state()
        if found["stopped_at"]:
            return datetime.fromisoformat(found["stopped_at"])
        return datetime.now(timezone.utc) + timedelta(seconds=found["offset_seconds"])

    clock.utc_now = utc_now
    try:
        from lambdas.shared.adapters.provider import pace
    except ImportError:
        return
    waits = pace.Pace.wait
    # calls are spaced for the provider's sake; where time stands still, nobody can wait for it to pass
    pace.Pace.wait = lambda self: None if state()["stopped_at"] else waits(self)

"""


def install(file: Path) -> None:
    """Have workers that start from now on read the clock in `file`."""
    runtime: Any = import_module("ministack.core.lambda_runtime")
    runtime._PYTHON_WORKER_SCRIPT = with_clock(runtime._PYTHON_WORKER_SCRIPT, str(file))


def with_clock(script: str, file: str) -> str:
    """Return the worker's script with the clock. Raises ValueError where it has not the place for it."""
    if script.count(_CALL) != 1:
        raise ValueError("the worker's script has changed")
    called = script.replace(_CALL, f"{_CALL}    _finpulse_set_clock()\n")
    return _SCRIPT.replace("__CLOCK_FILE__", repr(file)) + called
