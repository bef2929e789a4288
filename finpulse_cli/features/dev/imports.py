"""Tries out whether functions can be imported, in an interpreter of its own, as Lambda would import them.

A fresh interpreter spends half a second on boto3 alone. So one waits with everything loaded that is not the
functions' own, and copies itself (`fork`, it has one thread) for each trial.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
from typing import TYPE_CHECKING

from finpulse_cli.features.dev.sessions import kill_session
from finpulse_cli.features.dev.syntax import Problem
from finpulse_cli.stack.packaging import functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no profile and no key of the user's
_TIMEOUT_SECONDS = 30.0
_ENDED = "the interpreter that tries imports out has ended; save once more"
_PROGRAM = """
import importlib, json, os, sys, traceback

root, *known = sys.argv[1:]
sys.path.insert(0, root)
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what a function prints when it is imported is no answer

def trouble(name):
    try:
        importlib.import_module(f"lambdas.{name}.handler").handler
    except BaseException as error:
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(root)]
        return ("".join(traceback.format_list(own)) + "".join(traceback.format_exception_only(error))).rstrip()
    return ""

for name in known:
    trouble(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "lambdas"]:
    del sys.modules[name]
for line in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        importlib.invalidate_caches()
        words = next(filter(None, map(trouble, json.loads(line))), "")
        with os.fdopen(writing, "w") as answer:
            answer.write(json.dumps(words))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        words = answer.read()
    os.waitpid(child, 0)
    print(words or json.dumps("the interpreter ended while it imported them"), file=out, flush=True)
"""


class ImportTrial:
    """The interpreter that waits; there as long as the block lasts. `user` is the user's environment."""

    def __init__(self, lambdas_dir: Path, user: Mapping[str, str], timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._lambdas, self._timeout = lambdas_dir, timeout_seconds
        self._environment = {name: user[name] for name in _PASSED_ON if name in user}
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> ImportTrial:
        """Have it load what the functions import of others."""
        self._start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """End it."""
        self._end()

    def problems(self, names: Sequence[str]) -> list[Problem]:
        """Return the first thing that keeps one of these functions from being imported, with its place in our code.

        Importing a handler does no work, so nothing is called and nothing is written.
        """
        if not names:
            return []
        process = self._process if self._process is not None and self._process.poll() is None else self._start()
        words = self._asked(process, names)
        return [Problem(words)] if words else []

    def _asked(self, process: subprocess.Popen[str], names: Sequence[str]) -> str:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("it was started with pipes")
        try:
            process.stdin.write(json.dumps(list(names)) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return _ENDED
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(self._timeout):
                self._end()
                return f"importing {', '.join(names)} took more than {self._timeout:.0f} s"
        line = process.stdout.readline()
        return str(json.loads(line)) if line else _ENDED

    def _start(self) -> subprocess.Popen[str]:
        self._end()
        command = [sys.executable, "-B", "-P", "-c", _PROGRAM, str(self._lambdas.parent), *functions(self._lambdas)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # a copy that hangs ends with it, and no Ctrl-C reaches it before us
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        kill_session(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
