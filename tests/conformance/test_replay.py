"""A replay leaves what its fixture expects: once, again, with everything sent twice; a wrong expectation is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.fixtures.load import shipped_names
from tests.conformance.conftest import copy_of, source_of
from tests.e2e.sandbox import Sandbox, eventually

WHAT_IS_LEFT = ("prices_written", "candles_written", "anomalies", "alerts", "late", "quarantined")


def replay(sandbox: Sandbox, fixture: object, *more: str) -> dict[str, Any]:
    """The summary of a replay that must leave what is expected."""
    summary: dict[str, Any] = json.loads(sandbox.run("replay", str(fixture), "--expect", "--json", *more).stdout)
    return summary


@pytest.mark.parametrize("fixture", shipped_names())
def test_a_shipped_fixture_leaves_what_it_expects(sandbox: Sandbox, fixture: str) -> None:
    summary = replay(sandbox, fixture)
    assert summary["events_sent"] == summary["prices_written"] == summary["candles_written"] > 0
    assert (summary["late"], summary["quarantined"], summary["duplicates_absorbed"]) == (0, 0, 0)


def test_repetitions_are_absorbed(sandbox: Sandbox) -> None:
    summary = replay(sandbox, "flash-crash", "--repeat", "2")
    assert summary["duplicates_absorbed"] * 2 == summary["events_sent"] == 480


def test_the_same_replay_again_changes_nothing_and_alerts_nobody(sandbox: Sandbox, tmp_path: Path) -> None:
    fixture = copy_of("earnings-spike", tmp_path)
    source = source_of(fixture)
    first = replay(sandbox, fixture, "--rebase", "keep")
    alerted = {anomaly["event_id"] for anomaly in anomalies(sandbox, source) if anomaly["alerted"]}
    assert len(alerted) == first["alerts"] > 0

    def messages() -> list[str]:
        rows = sandbox.json("tail", "alerts", "--limit", "500")
        return sorted(row["event_id"] for row in rows if row["event_id"] in alerted)

    eventually(lambda: len(messages()) >= len(alerted), "every alert in the inbox")
    before = anomalies(sandbox, source)
    again = replay(sandbox, fixture, "--rebase", "keep")
    assert {name: again[name] for name in WHAT_IS_LEFT} == {name: first[name] for name in WHAT_IS_LEFT}
    assert anomalies(sandbox, source) == before
    assert messages() == sorted(alerted)


def anomalies(sandbox: Sandbox, source: str) -> list[dict[str, Any]]:
    """All there are of a source."""
    return [row for row in sandbox.json("anomalies", "--limit", "10000") if row["source"] == source]


def test_a_wrong_expectation_exits_3_with_a_readable_difference(sandbox: Sandbox, fixture_copy: Path) -> None:
    file = fixture_copy / "expected.json"
    expected = json.loads(file.read_text())
    wrong = {
        "symbol": "AAPL",
        "detected_at": "2026-11-17T15:00:00.000Z",
        "direction": "DROP",
        "severity": "HIGH",
        "z_score": -9.5,
    }
    file.write_text(json.dumps({**expected, "prices": expected["prices"] + 1, "anomalies": [wrong]}))
    done = sandbox.run("replay", str(fixture_copy), "--expect", code=3)
    assert f"- prices: {expected['prices'] + 1}" in done.stderr
    assert f"+ prices: {expected['prices']}" in done.stderr
    assert "- AAPL 2026-11-17T15:00:00.000Z DROP HIGH z=-9.500000" in done.stderr
    sandbox.run("replay", str(fixture_copy), "--expectation", "fixtures/calm/expected.json")
