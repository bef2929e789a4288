"""Files that a reader never sees half written."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
