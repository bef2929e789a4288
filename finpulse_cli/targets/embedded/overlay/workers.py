"""Function processes that outlive a handler's exception, and whose log ends with a line that says so.

AWS's Python runtime reports what a handler raises and takes the next event; only a process that ends is replaced.
MiniStack ends it, so that every failing batch costs a start. And it waits 5 to 50 ms after each answer for lines of
log that may still come; here the process writes a last line of its own, and the wait ends with it.
"""

from __future__ import annotations

import queue
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

END_OF_LOG = "\x1efinpulse: end of log"
_ALIVE_SECONDS, _DEAD_SECONDS = 5.0, 0.25  # a process that died writes no last line
_RAISED = '{"status": "error", "error": str(e), "trace": traceback.format_exc()}'
_RAISED_AND_LIVES = '{"status": "ok", "raised": {"error": str(e), "trace": traceback.format_exc()}}'
_ANSWERED = "        _real_stdout.flush()\n\nrun()"
_LOG_ENDED = f"        sys.stderr.write({END_OF_LOG + chr(10)!r})\n        sys.stderr.flush()\n{_ANSWERED}"


def install() -> None:
    """Change the process's script and how its answers are read."""
    runtime: Any = import_module("ministack.core.lambda_runtime")
    runtime._PYTHON_WORKER_SCRIPT = script(runtime._PYTHON_WORKER_SCRIPT)
    original_drain = runtime.Worker._drain_stderr_bounded
    runtime.Worker._drain_stderr_bounded = lambda worker: drained(worker, original_drain)
    runtime.Worker.invoke = _telling_what_was_raised(runtime.Worker.invoke)


def script(original: str) -> str:
    """Return the script of a Python function's process with both changes."""
    return original.replace(_RAISED, _RAISED_AND_LIVES).replace(_ANSWERED, _LOG_ENDED)


def drained(worker: Any, otherwise: Callable[[Any], str]) -> str:
    """Return the lines of one invocation; what writes no last line is read as MiniStack does."""
    if not str(worker.config.get("Runtime", "")).startswith("python"):
        return otherwise(worker)
    lines: list[str] = []
    deadline = time.monotonic() + (_DEAD_SECONDS if worker._proc is None else _ALIVE_SECONDS)
    while (left := deadline - time.monotonic()) > 0:
        try:
            line: str = worker._stderr_queue.get(timeout=left)
        except queue.Empty:
            break
        if line.endswith(END_OF_LOG):  # it may stand behind a text without a newline
            return "\n".join([*lines, *filter(None, [line.removesuffix(END_OF_LOG)])])
        lines.append(line)
    return "\n".join(lines)


def _telling_what_was_raised(invoke: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def invoke_and_tell(worker: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
        response = invoke(worker, *arguments, **named)
        raised = response.pop("raised", None)
        return response if raised is None else {**response, "status": "error", **raised}

    return invoke_and_tell
