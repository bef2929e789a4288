"""Objects of the lake on this machine, ready to be read by DuckDB, so that each is fetched once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.files import write_atomically

MOST_BYTES = 512 * 2**20
_FORM = "2"  # of what is kept; another one makes everything be fetched again


@dataclass(frozen=True, slots=True)
class LakeCache:
    """Files in `folder`, at most `most_bytes` after `trim`; several processes may share it."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def get(self, key: str, version: str, make: Callable[[], bytes]) -> bytes:
        """What is kept for this version of an object; `make` gives it when nothing is."""
        digest = hashlib.sha256("\n".join((_FORM, key, version)).encode()).hexdigest()[:32]
        path = self.folder / f"{digest}.rows"
        try:
            content = path.read_bytes()
            os.utime(path)  # used last: `trim` begins with the others
        except FileNotFoundError:
            content = make()
            self._keep(path, content)
        return content

    def trim(self) -> None:
        """Forget what was used longest ago until the rest is within the bound."""
        if not self.folder.is_dir():
            return
        files = sorted(filter(None, map(_use_of, self.folder.iterdir())))
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self.most_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size

    def _keep(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


def _use_of(path: Path) -> tuple[int, int, Path] | None:
    """When a file was last used, its size and its path; None for one that another process has just removed."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, path
