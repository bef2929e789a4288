"""An anomaly that is worth an e-mail sends exactly one."""

from __future__ import annotations

import json
from uuid import uuid4

from tests.e2e.sandbox import Sandbox, eventually


def test_each_alerted_anomaly_sends_one_message(sandbox: Sandbox) -> None:
    run = uuid4().hex[:8]
    for _ in range(2):  # the second time it is absorbed
        feed = json.loads(sandbox.run("replay", "earnings-spike", "--run", run, "--json").stdout)["feed"]
    alerted = {row["event_id"] for row in sandbox.json("anomalies", "--limit", "500", "--feed", feed) if row["alerted"]}
    assert alerted

    def messages() -> list[str]:
        rows = sandbox.json("tail", "alerts", "--limit", "500")
        ids = [row["event_id"] for row in rows if row["event_id"] in alerted]
        return ids if len(ids) >= len(alerted) else []

    assert sorted(eventually(messages, "every alert in the inbox")) == sorted(alerted)
