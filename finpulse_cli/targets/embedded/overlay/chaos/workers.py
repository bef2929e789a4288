"""The processes that run a function, which may be killed as a machine that fails kills them."""

from __future__ import annotations

import logging
import os
import signal
from contextlib import suppress
from importlib import import_module
from typing import Any

_log = logging.getLogger("lambda")


def kill_workers(function: str) -> None:
    """Kill every process of a function that is at work, without a word to it."""
    runtime: Any = import_module("ministack.core.lambda_runtime")
    with runtime._lock:
        workers = [worker for key, pool in runtime._workers.items() if key.split(":")[2] == function for worker in pool]
    for worker in workers:
        process = worker._proc
        if worker.in_use and process is not None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
                _log.info("process %d of %s was killed, as asked for", process.pid, function)


def function_of(access_key: str) -> str | None:
    """Return the function whose session a key is; None for root and everybody else."""
    sessions: Any = import_module("ministack.services.sts")._sessions
    arn = str(sessions.get(access_key, {}).get("Arn", ""))
    return arn.rpartition("/")[2] if access_key.startswith("ASIA") and ":assumed-role/" in arn else None
