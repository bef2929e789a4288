"""An anomaly that is worth an e-mail sends exactly one."""

from __future__ import annotations

from tests.e2e.sandbox import Sandbox, eventually


def test_each_alerted_anomaly_sends_one_message(sandbox: Sandbox) -> None:
    sandbox.run("replay", "earnings-spike", "--repeat", "2")
    alerted = {
        row["event_id"]
        for row in sandbox.json("anomalies", "--limit", "500")
        if row["alerted"] and row["source"] == "replay:earnings-spike"
    }
    assert alerted

    def messages() -> list[str]:
        rows = sandbox.json("tail", "alerts", "--limit", "500")
        ids = [row["event_id"] for row in rows if row["event_id"] in alerted]
        return ids if len(ids) >= len(alerted) else []

    assert sorted(eventually(messages, "every alert in the inbox")) == sorted(alerted)
