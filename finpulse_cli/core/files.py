"""Files that a reader never sees half written."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace what `path` holds by `content`, text in UTF-8, in one step. Raises OSError and leaves nothing behind.

    Whoever writes the same file at the same time, in another thread or process, has a scratch file of its own.
    """
    scratch = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        scratch.write_bytes(content.encode() if isinstance(content, str) else content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
