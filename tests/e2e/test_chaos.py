"""A replay under faults on a real sandbox, and its verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox

FAULTS = "duplicate=5%,redeliver=10%,poison=1%"


def test_a_replay_under_faults_leaves_what_it_must(sandbox: Sandbox) -> None:
    killed = f"{FAULTS},reorder=20,lost-answer=dynamodb:5%,crash=anomaly_detector:after=100"
    done = sandbox.run("replay", "market-day", "--symbols", "AAPL,TSLA", "--chaos", killed, "--seed", "7", "--json")
    [line] = done.stdout.splitlines()
    told = json.loads(line)
    guarantees = told["verdict"]["guarantees"]
    assert told["verdict"]["overall"] == "held"
    assert {it["verdict"] for it in guarantees.values()} == {"held"}
    assert guarantees["prices"]["expected"] == guarantees["events"]["found"] == told["prices_written"] == 780
    assert guarantees["alerts"]["expected"] > 0
    injected = told["injected"]
    assert injected["crash"] == 1
    assert all(injected[name] > 0 for name in ("repeated", "out of order", "poison", "lost-answer=dynamodb"))
    assert guarantees["quarantine"]["found"] == 3 * injected["poison"] == 3 * told["quarantined"]


def test_faults_are_not_for_everything(sandbox: Sandbox) -> None:
    unknown = sandbox.run("replay", "calm", "--chaos", "late=1%,duplicat=5%", code=2)
    assert "duplicat=5%" in unknown.stderr
    assert "duplicate=5%" in unknown.stderr
    assert "local targets" in sandbox.run("replay", "calm", "--aws", "--chaos", FAULTS, code=2).stderr
