"""`finpulse record` as a user calls it, over real HTTP against the stand-in providers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.fixtures.load import load
from finpulse_cli.main import run
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import parse_faults
from finpulse_cli.standins.provider.server import StandIn
from finpulse_cli.standins.provider.tape import Tape
from finpulse_cli.standins.provider.throttle import Throttle
from tests.outside import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "Q7W8E9R1T2Y3U4I5"
NOW = datetime(2026, 11, 20, 19, 31, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finpulse_cli.commands.record.time.sleep", lambda _: None)


@contextmanager
def standing_in(monkeypatch: pytest.MonkeyPatch, conduct: Conduct | None = None) -> Iterator[StandIn]:
    """Both providers, and the environment of a user who has keys."""
    tape = Tape.of(load("market-day"))
    apis = (Api(tape, conduct or Conduct()), FinnhubApi(tape, conduct or Conduct()))
    with StandIn(0, apis, "market-day", lambda: NOW) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        for name, value in _user(url).items():
            monkeypatch.setenv(name, value)
        yield server


def _user(url: str) -> dict[str, str]:
    return {
        "ALPHA_VANTAGE_KEY": KEY,
        "ALPHA_VANTAGE_URL": url,
        "FINNHUB_KEY": KEY,
        "FINNHUB_URL": f"{url}/api/v1",
    }


def record(folder: Path, *options: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(["record", str(folder), *options])
    return ended.value.code if isinstance(ended.value.code, int) else 0


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_day_of_bars_is_a_fixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with standing_in(monkeypatch):
        assert record(tmp_path / "day", "--symbols", "AAPL,MSFT", "--full", "--json") == 0
    assert told(capsys) == {
        "folder": str(tmp_path / "day"),
        "provider": "Alpha Vantage",
        "function": "TIME_SERIES_INTRADAY",
        "requests": 2,
        "recorded": 2,
        "refused": 0,
    }
    fixture = load(tmp_path / "day")
    assert {reply.file: len(reply.bars) for reply in fixture.replies} == {
        "TIME_SERIES_INTRADAY-AAPL-1.json": 390,
        "TIME_SERIES_INTRADAY-MSFT-1.json": 390,
    }
    assert all(KEY not in path.read_text() for path in tmp_path.rglob("*.json"))


@pytest.mark.parametrize("function", ["GLOBAL_QUOTE", "REALTIME_BULK_QUOTES", "FINNHUB_QUOTE"])
def test_quotes_are_one_too(function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in(monkeypatch):
        assert record(tmp_path / "quotes", "--function", function, "--symbols", "AAPL,TSLA", "--rounds", "2") == 0
    assert load(tmp_path / "quotes").symbols == ("AAPL", "TSLA")


def test_a_dry_run_says_what_it_would_cost_and_needs_no_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--function", "GLOBAL_QUOTE", "--rounds", "10", "--every", "120", "--dry-run", "--json")
    assert record(tmp_path / "new", *options) == 0
    assert told(capsys) == {
        "folder": str(tmp_path / "new"),
        "provider": "Alpha Vantage",
        "function": "GLOBAL_QUOTE",
        "requests": 50,
        "left": 50,
        "budget": 25,
        "left_today": 25,
        "days": 2,
        "seconds": 1080.0,
    }
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("function", "variable", "page"),
    [
        ("GLOBAL_QUOTE", "ALPHA_VANTAGE_KEY", "https://www.alphavantage.co/support/#api-key"),
        ("FINNHUB_QUOTE", "FINNHUB_KEY", "https://finnhub.io/register"),
    ],
)
@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_key_it_is_refused_with_the_way_to_one(
    function: str,
    variable: str,
    page: str,
    key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, key)
    assert record(tmp_path / "new", "--function", function) == 4
    said = capsys.readouterr().err
    assert variable in said
    assert page in said
    assert not (tmp_path / "new").exists()


def test_a_key_is_no_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(tmp_path / "new", "--key", KEY) == 2
    assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize("throttle", [Throttle(per_day=3), Throttle()])
def test_it_goes_on_with_the_folder_alone(
    throttle: Throttle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "day"
    with standing_in(monkeypatch, Conduct(throttle=throttle)):
        assert record(folder, "--budget", "3" if throttle.per_day is None else "25") == 1
    assert "still to be made" in capsys.readouterr().err
    assert len(load(folder).replies) == 3
    with standing_in(monkeypatch):
        assert record(folder, "--budget", "25") == 0
    assert load(folder).symbols == ("AAPL", "AMZN", "GOOGL", "MSFT", "TSLA")
    assert record(folder, "--symbols", "IBM") == 2
    assert "recording of something else" in capsys.readouterr().err


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert record(tmp_path) == 2
    assert "no recording" in capsys.readouterr().err


def test_what_goes_wrong_for_a_moment_is_not_in_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in(monkeypatch, Conduct(parse_faults(["http-500:20%"]))):
        assert record(tmp_path / "day") == 0
    assert len(load(tmp_path / "day").replies) == 5


def test_nothing_worth_keeping_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with standing_in(monkeypatch):
        assert record(tmp_path / "none", "--function", "GLOBAL_QUOTE", "--symbols", "NOPE") == 1
    assert "no reply is worth keeping" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value"), [("ALPHA_VANTAGE_URL", "http://www.alphavantage.co"), ("ALPHA_VANTAGE_URL", "nowhere")]
)
def test_a_key_is_only_sent_encrypted_or_to_this_machine(
    variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALPHA_VANTAGE_KEY", KEY)
    monkeypatch.setenv(variable, value)
    assert record(tmp_path / "new") == 2
    assert f"{variable} must be" in capsys.readouterr().err


@pytest.mark.starts_programs(PYTHON)
def test_ctrl_c_leaves_a_folder_that_replays_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "day"
    arguments = [sys.executable, "-m", "finpulse_cli", "record", str(folder)]
    with standing_in(monkeypatch) as server:
        environment = os.environ | _user(f"http://127.0.0.1:{server.server_port}") | {"NO_COLOR": "1"}
        with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            first = process.stderr.readline()
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            assert process.wait(timeout=20) == 130, rest
        assert re.match(r"1/5 TIME_SERIES_INTRADAY-AAPL-1\.json: kept", first)
        assert f"finpulse record {folder}" in " ".join(rest.split())
        assert load(folder).symbols[0] == "AAPL"
        assert record(folder) == 0
    assert len(load(folder).symbols) == 5
