from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from finpulse_cli.commands import anomalies
from finpulse_cli.core.errors import FailedError, UsageError
from lambdas.shared.domain.anomaly import Severity
from tests.doubles.contexts import context
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.tail.fakes import FakeDynamo, source

Run = Callable[..., Result]
LOUD = anomaly(price_event("412.5"))
QUIET = anomaly(price_event("412.5", seconds=60, symbol="TSLA"), severity=Severity.MEDIUM)


@pytest.fixture
def dynamo() -> FakeDynamo:
    """Two anomalies."""
    client = FakeDynamo()
    client.add_anomaly(LOUD)
    client.add_anomaly(QUIET, alerted=False)
    return client


@pytest.fixture
def targets(dynamo: FakeDynamo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The targets that commands asked for, each answered with those anomalies."""
    asked: list[str | None] = []

    def opened(
        _ctx: object, target: str | None, symbol: str | None = None, feed: str | None = None, **_options: object
    ) -> Any:
        asked.append(target)
        return source(tmp_path, symbol=symbol, feed=feed, dynamodb=dynamo)

    monkeypatch.setattr(anomalies, "open_source", opened)
    return asked


@pytest.fixture
def run(targets: list[str | None]) -> Run:
    """Runs `anomalies`."""
    targets.clear()
    return lambda *arguments: CliRunner().invoke(anomalies.app, arguments, obj=context(clock=lambda: NOON))


def ids(done: Result) -> list[str]:
    return [json.loads(line)["event_id"] for line in done.stdout.splitlines()]


def test_the_list_is_newest_first(run: Run) -> None:
    assert ids(run("--json")) == [QUIET.event.event_id, LOUD.event.event_id]
    lines = run().stdout.splitlines()
    assert ["TSLA" in line for line in lines[1:]] == [True, False]


@pytest.mark.parametrize(
    "options", [("--symbol", "TSLA"), ("--severity", "MEDIUM"), ("--severity", "medium"), ("-n", "1")]
)
def test_filters(run: Run, options: tuple[str, ...]) -> None:
    assert ids(run("--json", *options)) == [QUIET.event.event_id]


def test_one_feed(run: Run, dynamo: FakeDynamo) -> None:
    dynamo.add_anomaly(anomaly(price_event("412.5", feed="calm.one")))
    dynamo.add_feed("calm.one", "AAPL")
    assert len(ids(run("--json", "--feed", "calm.one"))) == 1
    assert len(ids(run("--json"))) == 3
    assert isinstance(run("--feed", "calm.gone").exception, UsageError)


def test_nothing_found_is_no_failure(run: Run, dynamo: FakeDynamo) -> None:
    done = run("--symbol", "NVDA", "--json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no anomaly matches" in done.stderr
    dynamo.tables["anomalies"].clear()
    assert "finpulse replay flash-crash" in run().stderr


@pytest.mark.parametrize("options", [("--severity", "LOW"), ("--limit", "0"), ("explain",)])
def test_usage(run: Run, options: tuple[str, ...]) -> None:
    assert run(*options).exit_code == 2


def test_a_bad_since_shows_an_example(run: Run) -> None:
    raised = run("--since", "yesterday").exception
    assert isinstance(raised, UsageError)
    assert "2h" in str(raised.next_action)


def test_explain_draws_the_window(run: Run) -> None:
    done = run("explain", LOUD.event.event_id)
    assert done.exit_code == 0
    assert "◆" in done.stdout
    assert LOUD.event.event_id in done.stdout


def test_explain_as_json(run: Run) -> None:
    values = json.loads(run("explain", QUIET.event.event_id.upper(), "--json").stdout)
    assert (values["event_id"], values["alert"]) == (QUIET.event.event_id, "not_emailed")
    assert values["recomputed"]["agrees"] is True


def test_options_before_explain_count(run: Run, targets: list[str | None]) -> None:
    done = run("--json", "--target", "embedded", "explain", LOUD.event.event_id)
    assert json.loads(done.stdout)["alert"] == "emailed"
    assert targets == ["embedded"]


@pytest.mark.parametrize(
    ("event_id", "kind"), [("abc", UsageError), ("0" * 31 + "g", UsageError), ("0" * 32, FailedError)]
)
def test_explain_without_such_an_anomaly_names_the_list(run: Run, event_id: str, kind: type[Exception]) -> None:
    raised = run("explain", event_id).exception
    assert isinstance(raised, kind)
    assert "`finpulse anomalies`" in str(getattr(raised, "next_action", ""))
