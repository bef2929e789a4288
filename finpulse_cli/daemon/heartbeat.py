"""A sign of life for a background process that serves no port: a file that it touches again and again.

The file holds the process's id, so that what an earlier process left is not taken for a sign of this one.
"""

from __future__ import annotations

import os
from pathlib import Path

from finpulse_cli.core.files import write_atomically


class Heartbeat:
    """The sign that this process gives in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._begun = False

    def beat(self) -> None:
        """Give it now. Raises OSError where the file's folder is gone."""
        if not self._begun:
            write_atomically(self._file, f"{os.getpid()}\n")
            self._begun = True
        os.utime(self._file)


def last_beat(file: Path, pid: int) -> float | None:
    """Return when process `pid` last gave its sign, in seconds since 1970; None when it never did."""
    try:
        return file.stat().st_mtime if int(file.read_text(encoding="utf-8")) == pid else None
    except (OSError, ValueError):
        return None
