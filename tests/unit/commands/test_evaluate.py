"""`finpulse evaluate` as a user calls it, on a folder of generated bars."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands.evaluate import evaluate
from finpulse_cli.core.errors import MissingError, UsageError
from tests.minute_bars import trading_days, walk, write_csv

if TYPE_CHECKING:
    from pathlib import Path

APP = typer.Typer()
APP.command()(evaluate)
SIZES = {"spike": ["0.3", "0.5", "1.0"], "ramp": ["0.5", "1.0"]}


def call(*arguments: str) -> Result:
    return CliRunner().invoke(APP, arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bars = tmp_path_factory.mktemp("bars")
    for seed, symbol in enumerate(("AAPL", "MSFT")):
        write_csv(bars / f"{symbol}.csv", walk(trading_days(2), seed=seed, symbol=symbol))
    return bars


@pytest.fixture(scope="module")
def measured(folder: Path) -> dict[str, Any]:
    done = call(str(folder), "--json", "--seed", "5")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_has_each_detectors_shares_and_costs(measured: dict[str, Any]) -> None:
    assert (list(measured), measured["symbols"], measured["days"]) == (["detectors", "symbols", "days"], 2, 2)
    assert list(measured["detectors"]) == ["zscore", "multiscale", "calibrated"]
    for detector in measured["detectors"].values():
        assert list(detector) == ["spike", "ramp", "alerts_per_symbol_day", "microseconds_per_event", "state_bytes"]
        assert {shape: list(detector[shape]) for shape in SIZES} == SIZES
        assert all(0 <= share <= 1 for shape in SIZES for share in detector[shape].values())
        assert detector["alerts_per_symbol_day"] == 1
        assert detector["microseconds_per_event"] > 0
        assert 0 < detector["state_bytes"] < 8000


def test_multiscale_finds_what_a_normal_market_cannot_hide(measured: dict[str, Any]) -> None:
    detectors = measured["detectors"]
    multiscale, zscore = detectors["multiscale"], detectors["zscore"]
    assert multiscale["spike"]["0.5"] > 0.95
    assert multiscale["ramp"]["1.0"] > 0.95
    assert zscore["spike"]["0.3"] < multiscale["spike"]["0.3"]


def test_the_table_has_a_row_for_each_detector(folder: Path) -> None:
    done = call(str(folder), "--since", str(trading_days(2)[1]))
    assert done.exit_code == 0
    assert "multiscale" in done.stdout
    assert "2 symbols, 1 days" in done.stderr


def test_a_folder_without_bars_and_a_day_that_is_none_are_refused(folder: Path, tmp_path: Path) -> None:
    assert isinstance(call(str(tmp_path)).exception, MissingError)
    assert isinstance(call(str(folder), "--since", "then").exception, UsageError)
