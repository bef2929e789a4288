"""The README's recording: lines that appear at their times, and nothing of the machine it was made on."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import pytest

from scripts import recording
from scripts.recording import PAGE, record
from scripts.terminal_svg import COLUMNS, ROWS, Shown, svg, without_long_waits
from tests.outside import PYTHON


def test_the_committed_one_is_small_and_names_no_folder_of_a_machine() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert len(text) < 200_000
    assert "finpulse demo" in text
    assert "as expected: 240 events, 24 anomalies" in text
    assert re.findall(r"/(?:tmp|home|root|Users|var|opt|work)/\S+", text) == []
    ElementTree.fromstring(text)  # noqa: S314 - a file of ours


def test_a_line_appears_at_its_time_in_its_colours() -> None:
    drawn = svg([Shown(0, "$ it"), Shown(2, "\x1b[1;31mHIGH\x1b[0m & <low>\x1b[2K")], "a title")

    assert '<tspan fill="#ff7b72" font-weight="bold">HIGH</tspan> &amp; &lt;low&gt;</text>' in drawn
    assert "@keyframes r1 { 0% { opacity: 0 } 25.00% { opacity: 1 } }" in drawn
    assert "@keyframes r0" not in drawn
    assert "\x1b" not in drawn


def test_what_does_not_fit_scrolls_and_is_cut_at_the_edge() -> None:
    drawn = svg([Shown(float(at), "x" * 200) for at in range(ROWS + 2)], "a title")

    assert f">{'x' * COLUMNS}</text>" in drawn
    assert drawn.count("translateY(-18px)") == 1
    assert "translateY(-36px)" in drawn


def test_a_long_wait_is_cut_and_what_follows_moves_with_it() -> None:
    lines = [Shown(0.5, "a"), Shown(10, "b"), Shown(10.25, "c")]

    assert [line.at for line in without_long_waits(lines, 1)] == [0.5, 1.5, 1.75]


@pytest.mark.starts_programs(PYTHON)
def test_a_command_is_recorded_as_it_prints_with_other_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_command", lambda *arguments: [sys.executable, "-c", *arguments])

    lines = record(["print('kept in /tmp/x7/state')"], {}, {"/tmp/x7": "~"})  # noqa: S108 - only a text

    assert [line.text for line in lines] == ["kept in ~/state"]
