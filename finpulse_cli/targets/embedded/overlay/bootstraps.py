"""Bootstraps of custom runtimes that are shell scripts, run by the shell they have on Lambda.

On Amazon Linux /bin/sh is bash, and Lambda's own example of a bootstrap (`set -euo pipefail`, `source`; see
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-walkthrough.html) needs it. On Debian and Ubuntu /bin/sh is dash,
which ends at the first of these. MiniStack runs a bootstrap on the machine itself, so its first line is rewritten to
name bash, in the POSIX mode that bash has when it is called sh.
"""

from __future__ import annotations

import os
import re
import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLS_SH = re.compile(rb"\A#![ \t]*(?:/usr)?/bin/sh[ \t]*(?=\r?\n|\Z)")


def install() -> None:
    """Wrap how MiniStack unpacks a custom runtime; without bash on this machine, nothing changes."""
    if bash := shutil.which("bash"):
        functions: Any = import_module("ministack.services.lambda_svc")
        unpack = functions._provided_runtime_code_dir
        functions._provided_runtime_code_dir = _with_bash(unpack, functions._provided_code_lock, bash)


def named_bash(script: bytes, bash: str) -> bytes:
    """Return the script with `bash` in the place of /bin/sh; any other file as it is."""
    return _CALLS_SH.sub(lambda _found: b"#!" + os.fsencode(bash) + b" --posix", script, count=1)


def _with_bash(unpack: Callable[[bytes], str], lock: Any, bash: str) -> Callable[[bytes], str]:
    def unpack_and_name(code_zip: bytes) -> str:
        folder = unpack(code_zip)
        with lock:  # MiniStack's: no process may start while a file is open for writing
            _rewrite(Path(folder) / "bootstrap", bash)
        return folder

    return unpack_and_name


def _rewrite(bootstrap: Path, bash: str) -> None:
    """Rewrite the file only where it changes; a binary of any size is known by its first bytes."""
    if not bootstrap.is_file():
        return
    with bootstrap.open("rb") as file:
        if not _CALLS_SH.match(file.readline(128)):
            return
    bootstrap.write_bytes(named_bash(bootstrap.read_bytes(), bash))
