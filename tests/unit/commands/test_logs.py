from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import logs
from finpulse_cli.core.errors import UsageError
from tests.unit.features.tail.fakes import FakeLogs, outputs, source

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
SINCE = ("--since", "2026-11-20")  # the day of the fake's lines


@pytest.fixture
def client() -> FakeLogs:
    """One invocation."""
    lines = FakeLogs()
    lines.add("START RequestId: 1 Version: $LATEST")
    lines.add('{"Consumer":"aggregator","records":5,"candles":2}', ms=1)
    lines.add("REPORT RequestId: 1\tDuration: 7 ms\t", ms=2)
    return lines


@pytest.fixture
def run(client: FakeLogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `logs` on that client."""

    def opened(_ctx: object, _target: str | None, **_options: object) -> Any:
        return source(tmp_path, logs=client)

    monkeypatch.setattr(logs, "open_source", opened)
    app = typer.Typer()
    app.command()(logs.logs)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def texts(done: Result) -> list[str]:
    """The lines without their time."""
    return [line.partition("17:00:00  ")[2] for line in done.stdout.splitlines()]


def test_lines_to_read(run: Run) -> None:
    done = run("aggregator", *SINCE)
    assert done.exit_code == 0
    assert texts(done) == ["records 5  candles 2", "took 7 ms"]
    assert texts(run("aggregator", *SINCE, "--limit", "1")) == ["took 7 ms"]


def test_json_has_every_line_as_it_was_written(run: Run) -> None:
    lines = [json.loads(line) for line in run("aggregator", *SINCE, "--json").stdout.splitlines()]
    assert [line["message"][:6] for line in lines] == ["START ", '{"Cons', "REPORT"]
    assert lines[1] == {
        "timestamp": "2026-11-20T17:00:00.001Z",
        "function": "aggregator",
        "message": '{"Consumer":"aggregator","records":5,"candles":2}',
        "line": {"Consumer": "aggregator", "records": 5, "candles": 2},
        "log_stream": "one",
    }


@pytest.mark.parametrize("text", ["data_ingester", "data-ingester", "finpulse-data-ingester"])
def test_a_function_by_any_of_its_names(text: str) -> None:
    assert logs.function_name(text, outputs()) == "data_ingester"


def test_an_unknown_function_lists_the_known_ones(run: Run) -> None:
    raised = run("ingester").exception
    assert isinstance(raised, UsageError)
    assert "data_ingester, price_processor, aggregator" in str(raised.next_action)


def test_no_lines_say_how_to_find_some(run: Run, client: FakeLogs) -> None:
    client.events.clear()
    done = run("aggregator")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "--since 1d" in done.stderr


def test_following_ends_well_with_ctrl_c(run: Run, client: FakeLogs, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt
        client.add("later", ms=900)

    monkeypatch.setattr("finpulse_cli.commands.logs.time.sleep", pause)
    done = run("aggregator", "-f", *SINCE)
    assert done.exit_code == 0
    assert texts(done)[-1] == "later"
    assert len(texts(done)) == 3
