"""Tries out whether functions can be imported, in an interpreter of its own, as Lambda would import them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from finpulse_cli.features.dev.syntax import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no profile and no key of the user's
_TIMEOUT_SECONDS = 30
# Frames of the import machinery and of this program say nothing about the code.
_PROGRAM = """
import importlib, sys, traceback
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    try:
        importlib.import_module(f"lambdas.{name}.handler").handler
    except BaseException as error:
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(sys.argv[1])]
        print("".join(traceback.format_list(own)) + "".join(traceback.format_exception_only(error)).rstrip())
        sys.exit(1)
"""


def import_problems(lambdas_dir: Path, functions: Sequence[str], user: Mapping[str, str]) -> list[Problem]:
    """Return the first thing that keeps one of these functions from being imported; `user` is the user's environment.

    Importing a handler does no work, so nothing is called and nothing is written.
    """
    if not functions:
        return []
    environment = {name: user[name] for name in _PASSED_ON if name in user}
    command = [sys.executable, "-B", "-P", "-c", _PROGRAM, str(lambdas_dir.parent), *functions]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, env=environment, capture_output=True, text=True, check=False, timeout=_TIMEOUT_SECONDS
        )
    except subprocess.TimeoutExpired:
        return [Problem(f"importing {', '.join(functions)} took more than {_TIMEOUT_SECONDS} s")]
    if done.returncode == 0:
        return []
    return [Problem((done.stdout or done.stderr).strip() or f"the interpreter ended with {done.returncode}")]
