"""What is said of a state says of when it is, what is lost and why."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.keeping_words import brought_back, ended_before, kept, not_saved
from finpulse_cli.targets.embedded.restored import Restored
from finpulse_cli.targets.embedded.state_folder import StateFolder

if TYPE_CHECKING:
    from pathlib import Path

NINE = 1_795_770_000.0  # 2026-11-27 09:00:00 UTC


def saved(home: TargetHome) -> None:
    """Leave a checkpoint, and a journal that is up to date at nine."""
    folder = StateFolder(home.state_dir)
    folder.checkpoint(1).mkdir(parents=True)
    folder.journal(1).touch()
    os.utime(folder.journal(1), (NINE, NINE))


def test_down_says_what_is_lost_why_what_is_free_and_what_is_kept(tmp_path: Path) -> None:
    home = TargetHome(tmp_path)
    saved(home)
    error = not_saved({"what came last": "it ended before"}, "No space left on device (0 MB are free)", home)
    assert "what came last: it ended before" in error.message
    assert "before it was stopped: No space left on device (0 MB are free)" in error.message
    assert "tables, stream, alerts and lake are kept as of 2026-11-27 09:00:00 UTC" in error.message
    assert "MB are free on its disk" in error.message
    assert "finpulse up" in (error.next_action or "")


def test_where_nothing_is_kept_nothing_else_is_said(tmp_path: Path) -> None:
    assert kept(tmp_path) == "nothing of it is kept"
    assert "nothing of it is kept" in ended_before(TargetHome(tmp_path)).message


def test_up_says_of_when_the_state_is_and_that_what_came_after_is_lost(tmp_path: Path) -> None:
    Restored(NINE, 3, {}).save(tmp_path)
    told = brought_back(tmp_path, stopped_well=False)
    assert "its state is as of 2026-11-27 09:00:00 UTC; what came after that is lost" in told
    assert "not restored" not in told


def test_up_names_what_it_could_not_restore_of_a_state_that_was_saved_well(tmp_path: Path) -> None:
    Restored(NINE, 0, {"sqs": "its file is not as it was written"}).save(tmp_path)
    told = brought_back(tmp_path, stopped_well=True)
    assert told == (
        "the emulator's state of 2026-11-27 09:00:00 UTC could not be restored whole\n"
        "  not restored: sqs: its file is not as it was written"
    )


def test_without_a_word_from_the_emulator_nothing_was_saved(tmp_path: Path) -> None:
    assert brought_back(tmp_path, stopped_well=False) == "the emulator ended before anything of its state was saved"
