"""Every reading command answers, as a table and as JSON that parses."""

from __future__ import annotations

import json

import pytest

from tests.e2e.sandbox import Sandbox


@pytest.fixture(scope="module", autouse=True)
def something_to_read(sandbox: Sandbox) -> None:
    """A crash in the tables."""
    sandbox.run("replay", "flash-crash")


@pytest.mark.parametrize("kind", ["prices", "candles", "anomalies", "alerts", "lake", "stream"])
def test_tail(sandbox: Sandbox, kind: str) -> None:
    rows = sandbox.json("tail", kind, "--limit", "5")
    assert 0 < len(rows) <= 5
    assert sandbox.run("tail", kind, "--limit", "5").stdout.strip()


def test_anomalies_by_severity(sandbox: Sandbox) -> None:
    rows = sandbox.json("anomalies", "--severity", "HIGH", "--symbol", "AAPL", "--since", "4h")
    assert {(row["severity"], row["symbol"]) for row in rows} == {("HIGH", "AAPL")}


def test_explaining_one(sandbox: Sandbox) -> None:
    event_id = sandbox.json("anomalies", "--limit", "1")[0]["event_id"]
    assert event_id in sandbox.run("anomalies", "explain", event_id).stdout
    assert len(sandbox.json("anomalies", "explain", event_id)[0]["window"]) == 30
    sandbox.run("anomalies", "explain", "0" * 32, code=1)


@pytest.mark.parametrize("function", ["data_ingester", "price_processor", "aggregator", "anomaly-detector"])
def test_logs(sandbox: Sandbox, function: str) -> None:
    assert sandbox.run("logs", function, "--limit", "5").stdout.strip()


def test_status_is_healthy(sandbox: Sandbox) -> None:
    body = json.loads(sandbox.run("status", "--json").stdout)
    assert body


def test_doctor(sandbox: Sandbox) -> None:
    assert sandbox.json("doctor")


@pytest.mark.parametrize(
    "arguments",
    [
        ["replay", "no-such-fixture"],
        ["replay", "calm", "--speed", "fast"],
        ["replay", "calm", "--symbols", "NFLX"],
        ["tail", "nonsense"],
        ["anomalies", "--since", "yesterday"],
        ["logs", "no_such_function"],
        ["up", "--target", "moon"],
        ["no-such-command"],
    ],
)
def test_what_makes_no_sense_exits_2(sandbox: Sandbox, arguments: list[str]) -> None:
    assert sandbox.run(*arguments, code=2).stderr.strip()
