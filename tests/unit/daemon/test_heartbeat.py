"""The sign of life of a process without a port."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.daemon.heartbeat import Heartbeat, last_beat

if TYPE_CHECKING:
    from pathlib import Path


def test_each_sign_is_newer(tmp_path: Path) -> None:
    heart, file = Heartbeat(tmp_path / "program.beat"), tmp_path / "program.beat"
    assert last_beat(file, os.getpid()) is None

    heart.beat()
    os.utime(file, (1.0, 1.0))
    assert last_beat(file, os.getpid()) == 1.0
    heart.beat()

    last = last_beat(file, os.getpid())
    assert last is not None
    assert last > 1.0
    assert last_beat(file, os.getpid() + 1) is None


@pytest.mark.parametrize("text", ["", "no number"])
def test_a_damaged_file_is_no_sign(tmp_path: Path, text: str) -> None:
    (tmp_path / "program.beat").write_text(text)

    assert last_beat(tmp_path / "program.beat", os.getpid()) is None


def test_it_cannot_be_given_where_the_folder_is_gone(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        Heartbeat(tmp_path / "gone" / "program.beat").beat()
