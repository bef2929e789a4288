"""Files that a reader never sees half written."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OTHERS = 0o077


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a scratch file beside `path` to write, and put it in the place of `path` in one step when the block ends.

    An error within leaves `path` as it was and nothing behind. Whoever writes the same file at the same time, in
    another thread or process, has a scratch file of its own. Raises OSError.
    """
    scratch = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        yield scratch
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace what `path` holds by `content`, text in UTF-8, in one step. Raises OSError."""
    with replacing(path) as scratch:
        scratch.write_bytes(content.encode() if isinstance(content, str) else content)


def make_private(folder: Path) -> None:
    """Close a folder, which need not exist, to everybody but its owner, with all that is in it. Raises OSError."""
    if not folder.exists() or not folder.stat().st_mode & _OTHERS:
        return
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~_OTHERS)
    folder.chmod(folder.stat().st_mode & ~_OTHERS)
