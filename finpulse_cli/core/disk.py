"""What a disk has to do with an error: it is full, or takes nothing."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

LITTLE_BYTES = 20_000_000  # less than a start of the sandbox writes
_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def disk_problem(folder: Path) -> str | None:
    """Return in one sentence why the disk of `folder`, which need not exist, takes little or nothing; None if not."""
    place = _existing(folder)
    try:
        if os.statvfs(place).f_flag & os.ST_RDONLY:
            return f"the disk of {folder} is read-only"
        if shutil.disk_usage(place).free < LITTLE_BYTES:
            return f"the disk of {folder} is full: {free_text(folder)}"
    except OSError as error:
        return f"the disk of {folder} cannot be read: {error.strerror}"
    return None


def free_text(folder: Path) -> str:
    """Return how much room there is on the disk of `folder`."""
    try:
        return f"{shutil.disk_usage(_existing(folder)).free // 1_000_000} MB are free"
    except OSError as error:
        return f"how much is free cannot be told: {error.strerror}"


def refusal(error: BaseException) -> str | None:
    """Return what a disk refused, in one sentence; None for an error that no full or read-only disk is behind."""
    while not isinstance(error, OSError) or error.errno not in _REFUSALS:
        if error.__cause__ is None:
            return None
        error = error.__cause__
    where = Path(str(error.filename)) if error.filename else Path.cwd()
    return f"{error.filename or 'a file'} could not be written: {error.strerror}; {free_text(where)} there"


def _existing(folder: Path) -> Path:
    """Return the nearest folder that exists, from `folder` upward."""
    return next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
