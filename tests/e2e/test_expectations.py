"""`replay --expect` holds where it should and says clearly where it does not."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.sandbox import Sandbox


def test_a_rebased_replay_holds_twice_in_a_row(sandbox: Sandbox) -> None:
    for _ in range(2):
        done = sandbox.run("replay", "flash-crash", "--expect", "--json")
        summary = json.loads(done.stdout)
        assert summary["events_sent"] == summary["prices_written"] == summary["candles_written"] == 240
        assert summary["anomalies"] > 0
        assert (summary["late"], summary["quarantined"], summary["duplicates_absorbed"]) == (0, 0, 0)


def test_repetitions_are_counted_as_absorbed(sandbox: Sandbox) -> None:
    summary = json.loads(sandbox.run("replay", "earnings-spike", "--repeat", "3", "--json").stdout)
    assert summary["duplicates_absorbed"] == summary["events_sent"] * 2 / 3


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
    sandbox.run("replay", str(fixture_copy), "--expect", "fixtures/calm/expected.json")
