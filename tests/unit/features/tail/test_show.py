from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Page, Row
from finpulse_cli.features.tail.show import Following, follow_json, follow_lines, follow_live, show_rows
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = (Column("name", cells.text("name"), 6), Column("count", cells.number("count"), 5, right=True))


class Script:
    """A reader that plays prepared pages, and stops the follow after the last as Ctrl-C does."""

    columns = COLUMNS

    def __init__(self, *pages: list[Row]) -> None:
        self.pages = pages
        self.limits: list[int] = []

    def latest(self, limit: int) -> Page[int]:
        """The first page."""
        self.limits.append(limit)
        return Page(self.pages[0], 1)

    def fresh(self, cursor: int) -> Page[int]:
        """The page at the cursor."""
        if cursor == len(self.pages):
            raise KeyboardInterrupt
        return Page(self.pages[cursor], cursor + 1)


def row(name: str, count: int = 1) -> Row:
    return Row(name, {"name": name, "count": count})


def run(follow: Callable[[Following], None], *pages: list[Row], limit: int = 10) -> list[int]:
    """Follow to the end of the script; the pauses it made."""
    pauses: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        follow(Following(Script(*pages), limit, lambda: NOON, lambda: pauses.append(1)))
    return pauses


def test_rows_elsewhere_than_on_a_terminal_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(COLUMNS, [row("a"), row("b", 20)], NOON)
    assert capsys.readouterr().out.splitlines() == ["name    count", "a           1", "b          20"]


def test_rows_on_a_terminal_are_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    show_rows(COLUMNS, [row("a")], NOON)
    assert "─" in capsys.readouterr().out


def test_following_as_lines_has_one_heading_and_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    pauses = run(follow_lines, [row("a")], [], [row("b"), row("a", 2)])
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["name", "count"],
        ["a", "1"],
        ["b", "1"],
        ["a", "2"],
    ]
    assert len(pauses) == 3


def test_following_as_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    run(follow_json, [row("a")], [row("b")])
    assert [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()] == ["a", "b"]


def test_following_live_keeps_the_newest_and_changes_rows_in_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LINES", "30")
    run(follow_live, [row("a"), row("b")], [row("c"), row("b", 7)], limit=2)
    last = capsys.readouterr().out.rpartition("name")[2]
    shown = [line.split() for line in last.splitlines() if line.strip()]
    assert [words for words in shown if words[0] in "abc"] == [["b", "7"], ["c", "1"]]
