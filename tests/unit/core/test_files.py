"""Files that are written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.files import make_private, replacing, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("content", "kept"), [("zażółć\n", "zażółć\n".encode()), (b"\x00\xff", b"\x00\xff")])
def test_what_was_there_is_replaced(content: str | bytes, kept: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a much longer text that was there before")

    write_atomically(path, content)

    assert path.read_bytes() == kept
    assert list(tmp_path.iterdir()) == [path]


def give_up_halfway(path: Path) -> None:
    with replacing(path) as scratch:
        scratch.write_text("af")
        raise ValueError("halfway")


def test_an_error_within_leaves_what_was_there_and_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")

    with pytest.raises(ValueError, match="halfway"):
        give_up_halfway(path)

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_taken_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "full").mkdir(parents=True)

    with pytest.raises(OSError, match="folder"):
        write_atomically(folder, "text")

    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_was_open_to_others_is_closed_with_what_is_in_it(tmp_path: Path) -> None:
    folder, script = tmp_path / "home", tmp_path / "home" / "deep" / "run"
    script.parent.mkdir(parents=True)
    script.touch()
    (folder / "link").symlink_to(tmp_path / "gone")
    for path, mode in ((script, 0o755), (script.parent, 0o775), (folder, 0o755)):
        path.chmod(mode)

    make_private(folder)

    assert [path.stat().st_mode & 0o777 for path in (script, script.parent, folder)] == [0o700] * 3
    make_private(tmp_path / "not there")
