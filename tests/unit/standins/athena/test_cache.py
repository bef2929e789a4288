"""What is kept of the lake on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.cache import LakeCache

if TYPE_CHECKING:
    from pathlib import Path


def never() -> bytes:
    raise AssertionError("it is kept")


def test_each_version_of_an_object_is_made_once(tmp_path: Path) -> None:
    cache = LakeCache(tmp_path / "lake-cache")
    assert cache.get("key", '"1"', lambda: b"first") == b"first"
    assert cache.get("key", '"1"', never) == b"first"
    assert cache.get("key", '"2"', lambda: b"second") == b"second"
    assert cache.get("other", '"1"', lambda: b"") == b""
    assert cache.get("other", '"1"', never) == b""


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = LakeCache(tmp_path, most_bytes=20)
    for place, name in enumerate("abc"):
        cache.get(name, "", lambda: b"0123456789")
        for path in tmp_path.iterdir():
            used = path.stat().st_mtime - 100
            os.utime(path, (used, used))
        assert len(list(tmp_path.iterdir())) == place + 1
    cache.get("a", "", never)
    cache.trim()
    assert len(list(tmp_path.iterdir())) == 2
    cache.get("a", "", never)
    cache.get("c", "", never)
    assert cache.get("b", "", lambda: b"again") == b"again"


def test_without_anything_kept_there_is_nothing_to_forget(tmp_path: Path) -> None:
    LakeCache(tmp_path / "none").trim()
    assert not (tmp_path / "none").exists()
