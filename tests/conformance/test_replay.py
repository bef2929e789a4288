"""A replay leaves what its fixture expects, in a feed of its own: once, again, twice over; a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from finpulse_cli.fixtures.load import shipped_names
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


def test_repetitions_are_runs_of_their_own(sandbox: Sandbox) -> None:
    summary = replay(sandbox, "flash-crash", "--repeat", "2")
    assert (summary["events_sent"], summary["prices_written"], summary["duplicates_absorbed"]) == (480, 480, 0)
    assert summary["feeds"] == [summary["feed"], f"{summary['feed']}-2"]


def test_the_same_run_again_changes_nothing_and_alerts_nobody(sandbox: Sandbox) -> None:
    run = uuid4().hex[:8]
    first = replay(sandbox, "earnings-spike", "--run", run)
    feed = first["feed"]
    alerted = {anomaly["event_id"] for anomaly in anomalies(sandbox, feed) if anomaly["alerted"]}
    assert len(alerted) == first["alerts"] > 0

    def messages() -> list[str]:
        return sorted(row["event_id"] for row in sandbox.json("tail", "alerts", "--limit", "500", "--feed", feed))

    eventually(lambda: len(messages()) >= len(alerted), "every alert in the inbox")
    before = anomalies(sandbox, feed)
    again = replay(sandbox, "earnings-spike", "--run", run)  # later, and perhaps in another minute
    assert again["duplicates_absorbed"] == again["events_sent"] == first["events_sent"]
    assert [again[name] for name in WHAT_IS_LEFT] == [0] * len(WHAT_IS_LEFT)
    assert anomalies(sandbox, feed) == before
    assert messages() == sorted(alerted)


def anomalies(sandbox: Sandbox, feed: str) -> list[dict[str, Any]]:
    """All there are in a feed."""
    return sandbox.json("anomalies", "--limit", "10000", "--feed", feed)


def test_the_feeds_are_listed_and_the_live_market_is_none_of_them(sandbox: Sandbox) -> None:
    feeds = [replay(sandbox, fixture)["feed"] for fixture in ("market-day", "flash-crash", "market-day")]
    listed = [row["feed"] for row in sandbox.json("feeds")]
    assert [feed for feed in listed if feed in feeds] == feeds[::-1]
    for feed in feeds:
        rows = sandbox.json("tail", "candles", "--feed", feed, "--limit", "10000")
        assert {row["feed"] for row in rows} == {feed}
    assert {row["feed"] for row in sandbox.json("tail", "prices", "--limit", "100")} <= {"live"}


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
