"""What a folder says of its recording."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.record.journal import Journal
from finpulse_cli.features.record.recordable import Function
from finpulse_cli.features.record.recording_plan import RecordingPlan
from finpulse_cli.fixtures.load import load
from tests.unit.lambdas.data_ingester.replies import global_quote

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A recording with one of two replies."""
    made = Journal(tmp_path / "day", RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL", "MSFT")))
    made.count("2026-11-20")
    made.keep(next(made.plan.steps()), json.dumps(global_quote("AAPL")).encode(), AT, ["AAPL"])
    return made


def test_it_is_read_as_it_was_written(journal: Journal) -> None:
    assert Journal.load(journal.folder) == journal
    assert [step.symbols for step in journal.left()] == [("MSFT",)]


def test_where_none_has_begun_there_is_none(tmp_path: Path) -> None:
    assert Journal.load(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"plan": {"function": "NONE"}}'])
def test_one_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "recording.json").write_text(text)
    with pytest.raises(FailedError, match=r"recording\.json cannot be read"):
        Journal.load(tmp_path)


def test_a_reply_that_came_while_it_was_killed_is_taken_away_and_asked_for_again(journal: Journal) -> None:
    stray = journal.folder / "responses" / "GLOBAL_QUOTE-MSFT-1.json"
    stray.write_text(json.dumps(global_quote("MSFT")))
    journal.settle()
    assert not stray.exists()
    assert load(journal.folder).symbols == ("AAPL",)


def test_a_reply_that_somebody_took_away_is_asked_for_again(journal: Journal) -> None:
    (journal.folder / "responses" / "GLOBAL_QUOTE-AAPL-1.json").unlink()
    journal.settle()
    assert [step.symbols for step in journal.left()] == [("AAPL",), ("MSFT",)]


def test_a_recording_that_has_nothing_leaves_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "none", RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL",))).settle()
    assert not (tmp_path / "none").exists()
