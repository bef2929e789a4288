"""What `finpulse replay` compares with, and what it writes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.commands.expectations import Wanted, compare, write
from finpulse_cli.core.errors import ExpectationError, UsageError
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.expect import read_expectation
from finpulse_cli.features.replay.outcome import NOTHING, Outcome, Standing
from finpulse_cli.features.replay.plan import Plan, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from lambdas.shared.domain.timestamps import parse_timestamp

CALM = Path(__file__).resolve().parents[3] / "fixtures" / "calm"


def wanted(fixture: str | None = "calm", **changes: Any) -> Wanted:
    asked: dict[str, Any] = {"file": None, "expect": False, "write": False, "ticks": Ticks.CLOSE, "symbols": []}
    return Wanted(fixture=fixture, **asked | changes)


def plan(fixture: str = "calm") -> Plan:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    return make_plan(
        fixture, ticks=Ticks.CLOSE, run="one", rebase=Rebase.KEEP, symbols=[], speed=None, repeat=1, now=now
    )


def as_expected(made: Plan) -> Outcome:
    """What the consumers leave of `calm`, which has no anomaly."""
    expected = read_expectation(CALM / "expected.json")
    assert not expected.anomalies
    minutes = {(event.series, str(event.timestamp), 0): 1 for event in made.events}
    return Outcome(NOTHING, Standing(expected.prices, expected.candles, minutes, expected.events, ()))


def test_nothing_is_compared_unless_it_is_asked_for() -> None:
    assert wanted().expected() is None
    assert wanted(expect=True).expected() == read_expectation(CALM / "expected.json")
    assert wanted(fixture=None, file=CALM / "expected.json").expected() is not None


def test_the_lake_brings_no_expectation() -> None:
    with pytest.raises(UsageError, match="no expectation of its own"):
        wanted(fixture=None, expect=True).expected()


def test_each_run_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    made, expected = plan(), read_expectation(CALM / "expected.json")
    good = as_expected(made)
    compare(expected, made, [good, good])
    assert "as expected" in capsys.readouterr().err
    bad = replace(good, after=replace(good.after, prices=1))
    with pytest.raises(ExpectationError, match=rf"- prices: {expected.prices}\n\+ prices: 1"):
        compare(expected, made, [good, bad])


def test_an_anomaly_that_nobody_expected_is_told_at_its_recorded_time() -> None:
    made, expected = plan(), read_expectation(CALM / "expected.json")
    at = "2026-11-20T14:31:00.000Z"
    assert parse_timestamp(at)
    found = {"symbol": "AAPL", "detected_at": at, "direction": "DROP", "severity": "HIGH", "z_score": -4.5}
    good = as_expected(made)
    with pytest.raises(ExpectationError, match=r"\+ AAPL 2026-11-20T14:31:00\.000Z DROP HIGH z=-4\.5"):
        compare(expected, made, [replace(good, after=replace(good.after, anomalies=(found,)))])


def test_what_a_recording_left_is_written_beside_it(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CALM, tmp_path / "mine"))
    (folder / "expected.json").unlink()
    made = plan(str(folder))
    asked = wanted(fixture=str(folder), write=True)
    assert asked.expected() is None
    write(asked, made, [as_expected(made)])
    assert read_expectation(folder / "expected.json") == read_expectation(CALM / "expected.json")


def test_what_the_rules_do_not_give_is_not_written(tmp_path: Path) -> None:
    made = plan()
    good = as_expected(made)
    asked = wanted(write=True, file=tmp_path / "other.json")
    with pytest.raises(ExpectationError):
        write(asked, made, [replace(good, after=replace(good.after, prices=1))])
    assert not (tmp_path / "other.json").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expect": True}, "exclude each other"),
        ({}, "independent implementation"),
        ({"symbols": ["AAPL"]}, "of a part"),
        ({"fixture": None}, "of the lake"),
        ({"fixture": str(next((CALM / "responses").glob("*.json")))}, "one reply"),
    ],
)
def test_a_file_must_be_named_where_there_is_none_to_write(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        wanted(**{"write": True, **changes}).expected()
