from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.expect import Expectation, read_expectation
from finpulse_cli.features.replay.expectation import expectation_of, expectation_text, write_expectation
from finpulse_cli.features.replay.plan import Plan, make_plan
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.fixtures.load import shipped_folder, shipped_names
from tests.unit.features.replay.builders import event

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 9, 30, 17, tzinfo=UTC)
EMPTY = Expectation(events=0, prices=0, candles=0, anomalies=())


def plan(fixture: str, ticks: Ticks, rebase: Rebase) -> Plan:
    return make_plan(fixture, ticks=ticks, run="one", rebase=rebase, symbols=(), speed=None, repeat=1, now=NOW)


@pytest.mark.parametrize("rebase", Rebase)
@pytest.mark.parametrize("fixture", shipped_names())
def test_it_is_the_independent_one_of_every_shipped_fixture(fixture: str, rebase: Rebase) -> None:
    made = plan(fixture, Ticks.CLOSE, rebase)
    text = expectation_text(expectation_of(made.events, made.shift, Ticks.CLOSE))
    assert text == (shipped_folder() / fixture / "expected.json").read_text()


def test_four_ticks_a_bar_are_four_events_of_one_candle() -> None:
    made = plan("calm", Ticks.OHLC, Rebase.KEEP)
    found = expectation_of(made.events, made.shift, Ticks.OHLC)
    assert (found.events, found.prices, found.candles, found.ticks) == (720, 720, 180, "ohlc")


def test_an_event_put_twice_counts_once_and_symbols_do_not_mix() -> None:
    flat = [event(symbol, minute, "10") for minute in range(30) for symbol in ("AAPL", "MSFT")]
    jump = event("MSFT", 30, "11")
    found = expectation_of([*flat, *flat[-2:], jump, jump], timedelta(0), Ticks.CLOSE)
    assert (found.events, found.prices, found.candles) == (61, 61, 61)
    assert [(anomaly.symbol, anomaly.direction) for anomaly in found.anomalies] == [("MSFT", "SPIKE")]


@pytest.mark.parametrize("fixture", ["calm", "flash-crash"])
def test_what_is_written_is_read_again(tmp_path: Path, fixture: str) -> None:
    made = plan(fixture, Ticks.CLOSE, Rebase.KEEP)
    expectation = expectation_of(made.events, made.shift, Ticks.CLOSE)
    write_expectation(tmp_path / "expected.json", EMPTY)
    write_expectation(tmp_path / "expected.json", expectation)
    assert read_expectation(tmp_path / "expected.json") == expectation


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="cannot be written"):
        write_expectation(tmp_path, EMPTY)
