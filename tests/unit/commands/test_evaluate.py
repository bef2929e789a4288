"""`finpulse evaluate` as a user calls it, on a folder of generated bars."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands.evaluate import evaluate
from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from tests.minute_bars import trading_days, walk, write_csv

if TYPE_CHECKING:
    from pathlib import Path

APP = typer.Typer()
APP.command()(evaluate)
SIZES = {"spike": ["0.3", "0.5", "1.0"], "ramp": ["0.5", "1.0"]}


def trading_days_of(first: date, count: int) -> list[datetime]:
    """The ends of the minutes of days that the exchange's calendar does not reach back to."""
    opens = datetime(first.year, first.month, first.day, 14, 31, tzinfo=UTC)
    return [opens + timedelta(days=day, minutes=minute) for day in range(count) for minute in range(390)]


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


def test_symbols_of_any_year_and_kind_are_measured_and_those_too_short_left_out(tmp_path: Path) -> None:
    """A week of 1996 and one with a half day, prices with gaps, at half a dollar, and split seven for one."""
    long_ago, thanksgiving = trading_days_of(date(1996, 3, 4), 3), trading_days(4, date(2026, 11, 24))
    sparse = [event for place, event in enumerate(walk(trading_days(5), symbol="GAPS")) if place * 7919 % 10 < 4]
    whole = walk(trading_days(2), symbol="SPLIT", start=640)
    split = [replace(e, price=(e.price / 7).quantize(Decimal("0.01"))) for e in whole[390:]]
    symbols = {
        "OLD": [replace(e, timestamp=at, symbol="OLD") for e, at in zip(walk(trading_days(3)), long_ago, strict=True)],
        "HALF": walk(thanksgiving, symbol="HALF"),
        "GAPS": sparse,
        "CENT": walk(trading_days(2), symbol="CENT", start=0.5),
        "SPLIT": [*whole[:390], *split],
        "SHORT": walk(trading_days(1), symbol="SHORT"),
    }
    for symbol, bars in symbols.items():
        flat = [replace(e, open=e.price, high=e.price, low=e.price) for e in bars]
        write_csv(tmp_path / f"{symbol}.csv", flat)
    done = call(str(tmp_path), "--json")
    assert done.exit_code == 0, done.output
    assert "left out, as they have too few bars: SHORT" in done.stderr
    found = json.loads(done.stdout)
    assert found["symbols"] == 5
    for name in ("multiscale", "calibrated"):
        assert found["detectors"][name]["spike"]["1.0"] > 0.7
        assert found["detectors"][name]["state_bytes"] < 8000


def test_a_folder_without_bars_and_a_day_that_is_none_are_refused(folder: Path, tmp_path: Path) -> None:
    assert isinstance(call(str(tmp_path)).exception, MissingError)
    write_csv(tmp_path / "short.csv", walk(trading_days(1)))
    assert isinstance(call(str(tmp_path)).exception, FailedError)
    assert isinstance(call(str(folder), "--since", "then").exception, UsageError)
