from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import tail
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.catalogue import Kind
from finpulse_cli.features.tail.lake import LITERAL_NOTE
from lambdas.shared.wire.event_json import encode_event
from tests.factories import anomaly, price_event
from tests.unit.features.tail.fakes import FakeDynamo, FakeKinesis, FakeS3, FakeSqs, Paginator, source

if TYPE_CHECKING:
    from pathlib import Path

Tail = Callable[..., Result]


@pytest.fixture
def clients() -> dict[str, Any]:
    """A stack that has one anomaly, and one event in the lake."""
    tables = {name: list[dict[str, Any]]() for name in ("live_prices", "price_candles", "detector_state")}
    dynamo, s3 = FakeDynamo(tables), FakeS3()
    dynamo.add_anomaly(anomaly())
    s3.add("raw-data/year=2026/1.json", encode_event(price_event(symbol="TSLA")))
    cloudwatch = SimpleNamespace(get_paginator=lambda _name: Paginator(lambda **_: iter([{"AlarmHistoryItems": []}])))
    return {
        "cloudwatch": cloudwatch,
        "dynamodb": dynamo,
        "s3": s3,
        "kinesis": FakeKinesis(),
        "sqs": FakeSqs(),
        "sns": None,
    }


@pytest.fixture
def run(clients: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tail:
    """Runs `tail` on those clients."""

    def opened(
        _ctx: object,
        _target: str | None,
        symbol: str | None = None,
        feed: str | None = None,
        *,
        events: bool = False,
        **_options: object,
    ) -> Any:
        return source(tmp_path, symbol=symbol, feed=feed, events=events, **clients)

    monkeypatch.setattr(tail, "open_source", opened)
    app = typer.Typer()
    app.command()(tail.tail)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_rows_on_stdout_and_nothing_on_stderr(run: Tail) -> None:
    done = run("anomalies")
    assert done.exit_code == 0
    assert "▲ SPIKE" in done.stdout
    assert done.stderr == ""


def test_json_is_one_object_a_line(run: Tail) -> None:
    [line] = run("anomalies", "--json").stdout.splitlines()
    assert json.loads(line)["severity"] == "HIGH"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.ANOMALIES, Kind.LAKE)])
def test_nothing_to_show_says_what_to_do_and_is_no_failure(run: Tail, kind: Kind) -> None:
    done = run(kind)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1  # the heading
    assert "nothing" in done.stderr or "finpulse replay flash-crash" in done.stderr or "finpulse feeds" in done.stderr
    assert run(kind, "--json").stdout == ""


def test_nothing_of_one_symbol_names_it(run: Tail) -> None:
    assert "no prices yet of TSLA in the feed live" in run("prices", "--symbol", "TSLA").stderr


def test_literal_dates_in_the_lake_are_explained_once_and_only_there(run: Tail, clients: dict[str, Any]) -> None:
    assert LITERAL_NOTE not in run("lake").stderr
    for name in "ab":
        clients["s3"].add(f"raw-data/year=!{{timestamp:yyyy}}/2026/11/20/17/{name}.json")
    for arguments in (("lake",), ("lake", "--json"), ("lake", "--events")):
        assert run(*arguments).stderr.count(LITERAL_NOTE) == 1
    assert run("anomalies").stderr == ""


def test_lake_objects_or_their_events(run: Tail) -> None:
    assert "1.json" in run("lake").stdout
    assert "TSLA" in run("lake", "--events", "--symbol", "TSLA").stdout
    assert "TSLA" in run("lake", "--events", "--feed", "test.1").stdout
    assert "TSLA" not in run("lake", "--events", "--feed", "live").stdout


@pytest.mark.parametrize("kind", ["prices", "candles", "anomalies"])
def test_a_feed_that_is_not_there_is_refused(run: Tail, kind: str) -> None:
    raised = run(kind, "--feed", "calm.gone").exception
    assert isinstance(raised, UsageError)
    assert "finpulse feeds" in str(raised.next_action)


def test_what_outlives_a_feed_is_only_narrowed_to_it(run: Tail) -> None:
    done = run("stream", "--feed", "calm.gone")
    assert done.exit_code == 0
    assert "in the feed calm.gone" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("prices", "--events"), ("lake", "--symbol", "TSLA"), ("lake", "--feed", "live")]
)
def test_options_that_make_no_sense_together(run: Tail, arguments: tuple[str, ...]) -> None:
    raised = run(*arguments).exception
    assert isinstance(raised, UsageError)
    assert "finpulse tail lake --events" in str(raised.next_action)


@pytest.mark.parametrize("arguments", [("nonsense",), ("prices", "--limit", "0"), ()])
def test_usage(run: Tail, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_following_ends_well_with_ctrl_c(
    run: Tail, clients: dict[str, Any], monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt
        clients["dynamodb"].add_anomaly(anomaly(price_event("500", seconds=60)))

    monkeypatch.setattr("finpulse_cli.commands.tail.time.sleep", pause)
    done = run("anomalies", "-f", *options)
    assert done.exit_code == 0
    assert done.stdout.count("SPIKE") == 2
    assert pauses == [tail.POLL_SECONDS] * 2


def test_an_alarm_is_about_no_symbol(run: Tail) -> None:
    error = run("alarms", "--symbol", "AAPL").exception
    assert isinstance(error, UsageError)
    assert error.next_action == "run `finpulse tail alarms`"
