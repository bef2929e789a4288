"""The function process's script, and what is read of its log."""

from __future__ import annotations

import queue
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from finpulse_cli.targets.embedded.overlay.workers import END_OF_LOG, drained, script

SCRIPT: str = import_module("ministack.core.lambda_runtime")._PYTHON_WORKER_SCRIPT


def worker(*lines: str, alive: bool = True, runtime: str = "python3.13") -> Any:
    found: queue.Queue[str] = queue.Queue()
    for line in lines:
        found.put(line)
    return SimpleNamespace(_stderr_queue=found, _proc=object() if alive else None, config={"Runtime": runtime})


def refused(_worker: Any) -> str:
    raise AssertionError


def test_both_changes_are_in_the_script_and_it_is_python() -> None:
    changed = script(SCRIPT)
    compile(changed, "worker", "exec")
    assert changed.count('"raised"') == 1
    assert changed.count("end of log") == 1


def test_the_lines_of_one_invocation_are_read_and_no_other() -> None:
    lines = worker("one", "two", END_OF_LOG, "of the next")
    assert drained(lines, refused) == "one\ntwo"
    assert lines._stderr_queue.get_nowait() == "of the next"


def test_a_last_line_without_a_newline_is_kept() -> None:
    assert drained(worker("one", f"half{END_OF_LOG}"), refused) == "one\nhalf"


def test_a_process_that_died_has_the_lines_it_wrote() -> None:
    assert drained(worker("Traceback", alive=False), refused) == "Traceback"


def test_another_runtime_is_read_as_before() -> None:
    assert drained(worker(runtime="nodejs22.x"), lambda _worker: "read") == "read"
