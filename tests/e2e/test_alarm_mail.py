"""A bad record sets off an alarm, which is seen and mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox


def test_an_alarm_is_seen_and_mailed(sandbox: Sandbox) -> None:
    sandbox.clients.kinesis.put_record(StreamName=sandbox.stack.stream_name, Data=b"no event", PartitionKey="alarm")

    def fired() -> set[str]:
        changes = sandbox.json("tail", "alarms", "--limit", "100")
        return {row["alarm"] for row in changes if row["state"] == "ALARM" and row["alarm"].endswith("-quarantine")}

    alarms: set[str] = eventually(lambda: fired() if len(fired()) == 3 else set(), "the alarm of every consumer")
    mails: list[dict[str, Any]] = sandbox.json("mail", "--limit", "100")
    subjects = {mail["subject"] for mail in mails}
    assert {f'ALARM: "{name}" in US East (N. Virginia)' for name in alarms} <= subjects
    assert {mail["to"] for mail in mails if mail["subject"].startswith("ALARM")} == {"alerts@finpulse.localhost"}
    [report] = sandbox.json("status")
    assert {alarm["alarm"] for alarm in report["alarms"]} >= alarms
