"""What is taken down is in the file or waits for it, in order; what a reader finds is whole."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.journal_file import BROKEN, Entry, JournalFile
from finpulse_cli.targets.embedded.overlay import journal as journal_module
from finpulse_cli.targets.embedded.overlay.journal import Journal
from finpulse_cli.targets.embedded.overlay.restoring import chain
from finpulse_cli.targets.embedded.state_folder import StateFolder

if TYPE_CHECKING:
    from pathlib import Path


class Disk:
    """A disk with so much room; `os.write` on it writes what fits, then refuses."""

    def __init__(self, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room = room
        self._write = os.write
        monkeypatch.setattr(journal_module.os, "write", self.write)  # type: ignore[attr-defined]

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write as much as there is room for."""
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = self._write(descriptor, bytes(data)[: self.room])
        self.room -= written
        return written


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    """Return where journals lie."""
    return StateFolder(tmp_path / "state")


def opened(folder: StateFolder, before: Any = (), after: Any = ()) -> Journal:
    """Begin the first journal."""
    journal = Journal(folder, lambda: before, lambda: after)
    journal.begin(1, 0, 0)
    return journal


def found(folder: StateFolder, first: int | None = None) -> list[list[Entry]]:
    """Read what the journals have, frame by frame."""
    return [entries for journal in chain(folder, first) for _moment, entries in journal.frames()]


def test_a_frame_has_positions_before_its_entries_and_records_after(folder: StateFolder) -> None:
    journal = opened(folder, before=[("positions",)], after=[("records",)])
    journal.add("item", "a")
    journal.add("item", "b")
    assert journal.write()
    assert found(folder) == [[("positions",), ("item", "a"), ("item", "b"), ("records",)]]
    assert oct(folder.journal(1).stat().st_mode)[-3:] == "600"


def test_an_entry_is_what_it_was_when_it_was_taken_down(folder: StateFolder) -> None:
    journal, item = opened(folder), {"n": 1}
    journal.add("item", item)
    item["n"] = 2
    journal.write()
    assert found(folder) == [[("item", {"n": 1})]]


def test_nothing_happened_nothing_is_written(folder: StateFolder) -> None:
    journal = opened(folder)
    assert journal.write()
    assert not journal.has_entries
    assert found(folder) == []


def test_nothing_is_gathered_before_there_is_a_journal(folder: StateFolder) -> None:
    journal = Journal(folder, list, list)
    journal.add("item", "a")
    journal.begin(1, 0, 0)
    journal.write()
    assert found(folder) == []


@pytest.mark.parametrize("room", range(0, 90, 7))
def test_what_a_full_disk_refuses_is_written_when_there_is_room(
    room: int, folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(folder)
    journal.add("item", "before")
    assert journal.write()
    through = folder.journal(1).stat().st_mtime
    disk = Disk(room, monkeypatch)
    written = True
    for name in ("a", "b", "c"):
        journal.add("item", name, "x" * 40)
        written = journal.write()
    if not written:
        assert journal.failure == "No space left on device"
        assert found(folder)[0] == [("item", "before")]  # and the whole frames after it, nothing torn
        journal.sync()
        assert folder.journal(1).stat().st_mtime < through + 60
    disk.room = 1000
    assert journal.write()
    assert journal.failure is None
    assert [entries[0][1] for entries in found(folder)] == ["before", "a", "b", "c"]


def test_a_file_that_is_behind_does_not_say_that_it_is_up_to_date(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(folder)
    moments = iter([100.0, 200.0, 300.0])
    monkeypatch.setattr(journal_module.time, "time", lambda: next(moments))  # type: ignore[attr-defined]
    journal.sync()
    assert folder.journal(1).stat().st_mtime == 100.0
    Disk(3, monkeypatch)
    journal.add("item")
    journal.write()
    journal.sync()
    assert folder.journal(1).stat().st_mtime == 100.0


def test_the_next_goes_on_where_this_one_ends(folder: StateFolder) -> None:
    journal = opened(folder)
    journal.add("item", "a")
    assert journal.go_on(2)
    journal.add("item", "b")
    journal.write()
    assert found(folder) == [[("item", "a")], [("item", "b")]]
    assert found(folder, 2) == [[("item", "b")]]


def test_after_a_gap_nothing_is_applied(folder: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came later must not stand beside what is missing."""
    journal = opened(folder)
    disk = Disk(0, monkeypatch)
    journal.add("item", "lost")
    assert not journal.go_on(2)
    disk.room = 1000
    journal.add("item", "later")
    journal.write()
    assert found(folder) == []
    assert found(folder, 2) == [[("item", "later")]]  # with the checkpoint of that number nothing is missing
    head = JournalFile.open(folder.journal(2))
    assert head is not None
    assert head.head.at == BROKEN


def test_a_backlog_that_grows_too_large_waits_for_a_checkpoint(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened(folder)
    monkeypatch.setattr(journal_module, "BACKLOG_BYTES", 100)
    disk = Disk(0, monkeypatch)
    for name in "abc":
        journal.add("item", name * 60)
        journal.write()
    disk.room = 10_000
    journal.add("item", "later")
    assert not journal.write()
    assert found(folder) == []
    assert not journal.go_on(2)
    journal.add("item", "after the checkpoint")
    assert journal.write()
    assert found(folder, 2) == [[("item", "after the checkpoint")]]


def test_a_folder_that_cannot_be_made_is_tried_again(folder: StateFolder) -> None:
    folder.root.write_text("in the way")
    journal = opened(folder)
    journal.add("item", "a")
    assert not journal.write()
    assert journal.failure
    folder.root.unlink()
    folder.root.mkdir()
    assert journal.write()
    assert found(folder) == [[("item", "a")]]


@pytest.mark.parametrize("cut", range(1, 30, 3))
def test_a_frame_that_is_cut_short_is_none(cut: int, folder: StateFolder) -> None:
    journal = opened(folder)
    journal.add("item", "whole")
    journal.write()
    journal.add("item", "cut short, as by a crash")
    journal.write()
    data = folder.journal(1).read_bytes()
    folder.journal(1).write_bytes(data[:-cut])
    assert found(folder) == [[("item", "whole")]]


def test_a_frame_that_was_changed_is_none(folder: StateFolder) -> None:
    journal = opened(folder)
    journal.add("item", "changed")
    journal.write()
    data = folder.journal(1).read_bytes()
    folder.journal(1).write_bytes(data.replace(b"changed", b"charged"))
    assert found(folder) == []
