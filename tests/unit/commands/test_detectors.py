"""`finpulse detectors compare` as a user calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from finpulse_cli.commands.detectors import app
from finpulse_cli.core.errors import FailedError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["compare", *arguments])


def test_a_crash_is_seen_by_all_and_calm_noise_by_one(tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    done = call("flash-crash", "--json", "--chart", str(chart))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert list(found["counts"]) == ["zscore", "multiscale", "calibrated"]
    assert found["counts"]["zscore"] == 24  # as the fixture's own expectation has
    first = found["alerts"][0]
    assert (first["symbol"], first["timestamp"]) == ("AAPL", "2026-11-18T19:33:00.000Z")
    assert max(first["z"].values()) < -20
    assert set(first["z"]) == {"zscore", "multiscale", "calibrated"}
    assert ET.fromstring(chart.read_text()).tag.endswith("svg")  # noqa: S314 - our own text
    assert f"the chart is in {chart}" in done.stderr


def test_fewer_alerts_a_day_are_fewer() -> None:
    few, many = (
        json.loads(call("market-day", "--detectors", "calibrated", "--alerts-per-day", each, "--json").stdout)
        for each in ("0.2", "7")
    )
    assert few["counts"]["calibrated"] < many["counts"]["calibrated"]
    assert {name for alert in many["alerts"] for name in alert["z"]} == {"calibrated"}


def test_the_table_has_a_column_for_each(tmp_path: Path) -> None:
    done = call("flash-crash")
    assert "multiscale" in done.stdout.splitlines()[0]
    assert "zscore: 24 alerts" in done.stderr
    assert isinstance(call("flash-crash", "--chart", str(tmp_path / "no" / "chart.svg")).exception, FailedError)


@pytest.mark.parametrize("names", ["nobody", ","])
def test_a_detector_that_is_none_is_refused(names: str) -> None:
    error = call("flash-crash", "--detectors", names).exception
    assert isinstance(error, UsageError)
    assert "multiscale" in str(error.hint if hasattr(error, "hint") else error.__dict__)


def test_a_fixture_that_is_not_there_is_refused() -> None:
    assert call("nothing-like-it").exit_code != 0
