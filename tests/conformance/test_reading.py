"""Every reading command answers, as a table and as JSON that parses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.sandbox import LAKE_SECONDS, Sandbox, eventually


@pytest.fixture(scope="module", autouse=True)
def something_to_read(sandbox: Sandbox) -> None:
    """A crash in the tables, and the live market."""
    sandbox.run("replay", "flash-crash", "--run", "read")
    eventually(lambda: sandbox.json("tail", "prices"), "a live quote")


@pytest.mark.parametrize("kind", ["prices", "candles", "anomalies", "alerts", "lake", "stream"])
def test_tail(sandbox: Sandbox, kind: str) -> None:
    def rows() -> list[dict[str, Any]]:
        """Mail and archive may take their time."""
        return sandbox.json("tail", kind, "--limit", "5")

    assert 0 < len(eventually(rows, f"a row of {kind}", LAKE_SECONDS)) <= 5
    assert sandbox.run("tail", kind, "--limit", "5").stdout.strip()


@pytest.mark.parametrize("kind", ["prices", "candles", "anomalies", "alerts", "stream"])
def test_tail_of_one_feed(sandbox: Sandbox, kind: str) -> None:
    def rows() -> list[dict[str, Any]]:
        return sandbox.json("tail", kind, "--limit", "5", "--feed", "flash-crash.read")

    assert {row["feed"] for row in eventually(rows, f"a row of {kind}")} == {"flash-crash.read"}


def test_a_feed_that_is_not_there_says_where_to_look(sandbox: Sandbox) -> None:
    assert "finpulse feeds" in sandbox.run("tail", "candles", "--feed", "calm.nowhere", code=2).stderr


def test_anomalies_by_severity(sandbox: Sandbox) -> None:
    rows = sandbox.json("anomalies", "--severity", "HIGH", "--symbol", "AAPL", "--since", "4h")
    assert {(row["severity"], row["symbol"]) for row in rows} == {("HIGH", "AAPL")}


def test_explaining_one(sandbox: Sandbox) -> None:
    event_id = sandbox.json("anomalies", "--limit", "1")[0]["event_id"]
    assert event_id in sandbox.run("anomalies", "explain", event_id).stdout
    [explained] = sandbox.json("anomalies", "explain", event_id)
    assert len(explained["window"]) == 30
    sandbox.run("anomalies", "explain", "0" * 32, code=1)


@pytest.mark.parametrize("function", ["price_processor", "aggregator", "anomaly-detector"])
def test_logs(sandbox: Sandbox, function: str) -> None:
    assert sandbox.run("logs", function, "--limit", "5").stdout.strip()


def test_status_is_healthy_and_says_what_the_target_can_do(sandbox: Sandbox, target: str) -> None:
    told = sandbox.status()
    assert (told["target"], told["healthy"]) == (target, True)
    assert {entry["consumer"] for entry in told["lag"]} == {"price_processor", "aggregator", "anomaly_detector"}
    assert {"IAM", "HTTP API", "Athena", "SNS e-mail"} <= {entry["name"] for entry in told["capabilities"]}
    assert all(entry["detail"] for entry in told["capabilities"])
