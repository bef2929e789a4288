"""An error that a disk is behind says so, with how much room there is."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from finpulse_cli.core import disk
from finpulse_cli.core.disk import disk_problem, free_text, refusal


class Usage(NamedTuple):
    """Of a disk, as `shutil.disk_usage` tells."""

    total: int
    used: int
    free: int


def test_a_disk_with_room_is_no_problem(tmp_path: Path) -> None:
    assert disk_problem(tmp_path / "not" / "there" / "yet") is None
    assert free_text(tmp_path / "not" / "there").endswith(" MB are free")


def test_a_full_disk_is_named_with_what_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 3_000_000))
    assert disk_problem(tmp_path) == f"the disk of {tmp_path} is full: 3 MB are free"


def test_a_read_only_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = os.statvfs(tmp_path)
    mounted = os.statvfs_result([*found[:8], found.f_flag | os.ST_RDONLY, *found[9:]])
    monkeypatch.setattr(disk.os, "statvfs", lambda _path: mounted)  # type: ignore[attr-defined]
    assert disk_problem(tmp_path) == f"the disk of {tmp_path} is read-only"


def test_a_disk_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Any) -> Any:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(shutil, "disk_usage", broken)
    assert disk_problem(tmp_path) == f"the disk of {tmp_path} cannot be read: Input/output error"
    assert free_text(tmp_path) == "how much is free cannot be told: Input/output error"


def test_what_a_full_disk_refuses_is_told_with_the_file() -> None:
    with pytest.raises(OSError, match="No space left") as failed, Path("/dev/full").open("w") as full:
        full.write("x")
    assert refusal(failed.value) is not None
    named = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/dev/full")
    assert str(refusal(named)).startswith("/dev/full could not be written: No space left on device; ")


def test_one_that_another_error_came_from_is_found() -> None:
    error = RuntimeError("no idea")
    error.__cause__ = OSError(errno.EROFS, os.strerror(errno.EROFS), "/somewhere")
    assert str(refusal(error)).startswith("/somewhere could not be written: Read-only file system")


@pytest.mark.parametrize(
    "error", [ValueError("x"), FileNotFoundError(errno.ENOENT, "gone", "/x"), OSError("no number")]
)
def test_other_errors_are_none_of_a_disk(error: Exception) -> None:
    assert refusal(error) is None
