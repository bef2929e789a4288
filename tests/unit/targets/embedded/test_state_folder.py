"""What is complete, what is not, and what goes when a newer checkpoint is complete."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.state_folder import MANIFEST, Manifest, StateFolder, described

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: StateFolder, number: int) -> Path:
    """Make a checkpoint of one file, without its name."""
    partial = folder.partial(number)
    partial.mkdir(parents=True)
    (partial / "sqs.json").write_text(f'{{"number": {number}}}')
    found = described(partial / "sqs.json")
    assert found
    Manifest(number, 1.0, "ministack 1.5.33", "3.11", "", {"sqs.json": found}, {}).save(partial)
    return partial


def complete(folder: StateFolder, number: int) -> None:
    """Make a checkpoint, with the journal that goes on from it."""
    partial = made(folder, number)
    folder.journal(number).write_text("")
    folder.complete(number, partial)


def test_one_takes_the_place_of_the_one_before_when_it_is_complete(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    complete(folder, 1)
    partial = made(folder, 2)
    folder.journal(2).write_text("")
    assert folder.checkpoints() == [1]
    assert folder.journals(1) == [1, 2]

    folder.complete(2, partial)

    assert folder.checkpoints() == [2]
    assert folder.journals() == [2]
    assert not partial.exists()


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    assert folder.next_number() == 1
    complete(folder, 3)
    folder.journal(4).write_text("")
    assert folder.next_number() == 5
    made(folder, 7)
    assert folder.next_number() == 8


def test_what_was_being_made_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    complete(folder, 1)
    partial = made(folder, 2)
    folder.clear_partials()
    assert not partial.exists()
    assert folder.checkpoints() == [1]
    assert folder.journals() == [1]


def test_a_manifest_knows_a_file_that_changed_or_is_gone(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    complete(folder, 1)
    place = folder.checkpoint(1)
    manifest = Manifest.load(place)
    assert manifest is not None
    assert manifest.damaged(place) == []
    (place / "sqs.json").write_text('{"number": 2}')
    assert manifest.damaged(place) == ["sqs.json"]
    (place / "sqs.json").unlink()
    assert manifest.damaged(place) == ["sqs.json"]


def test_one_that_is_damaged_or_of_another_format_is_none(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    assert Manifest.load(folder.root) is None
    complete(folder, 1)
    place = folder.checkpoint(1)
    text = (place / MANIFEST).read_text()
    for other in ("{", "[]", text.replace('"format": 1', '"format": 2'), text.replace('"files"', '"flies"')):
        (place / MANIFEST).write_text(other)
        assert Manifest.load(place) is None


def test_what_is_kept_is_kept_up_to_the_time_of_the_newest_journal(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    assert folder.kept_through() is None
    complete(folder, 1)
    os.utime(folder.journal(1), (5.0, 5.0))
    folder.journal(2).write_text("")
    os.utime(folder.journal(2), (7.0, 7.0))
    assert folder.kept_through() == 7.0
