"""What an emulator that has ended says about its state."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.daemon.process import ProcessRecord, start_time
from finpulse_cli.targets.embedded.saved import FILE_NAME, SaveRecord, lost_by

if TYPE_CHECKING:
    from pathlib import Path

THIS_PROCESS = ProcessRecord(os.getpid(), 4566, "", start_time(os.getpid()))


@pytest.mark.parametrize("lost", [{}, {"athena": "TypeError: no JSON"}])
def test_the_record_of_the_process_says_what_is_lost(lost: dict[str, str], tmp_path: Path) -> None:
    SaveRecord.of_this_process(lost).save(tmp_path)

    assert lost_by(THIS_PROCESS, tmp_path) == lost
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("other", [{"pid": 1}, {"start_time": 0.5}])
def test_a_process_without_a_record_of_its_own_saved_nothing(other: dict[str, object], tmp_path: Path) -> None:
    SaveRecord.of_this_process({}).save(tmp_path)

    [(what, _reason)] = lost_by(replace(THIS_PROCESS, **other), tmp_path).items()  # type: ignore[arg-type]
    assert what == "what came last"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"pid": 1, "start_time": 1, "lost": ["athena"]}'])
def test_a_record_that_is_missing_or_damaged_vouches_for_nothing(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / FILE_NAME).write_text(text)

    assert SaveRecord.load(tmp_path) is None
    assert lost_by(THIS_PROCESS, tmp_path)
