"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core.files import replacing, write_atomically


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
