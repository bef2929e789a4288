"""A bad record sets off an alarm, which is seen and mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox


def test_an_alarm_is_seen_and_mailed(sandbox: Sandbox) -> None:
    sandbox.clients.kinesis.put_record(StreamName=sandbox.stack.stream_name, Data=b"no event", PartitionKey="alarm")

    def firing() -> set[str]:
        [report] = sandbox.json("status")
        names = {alarm["alarm"] for alarm in report["alarms"] if alarm["alarm"].endswith("-quarantine")}
        return names if len(names) == 3 else set()

    alarms: set[str] = eventually(firing, "the alarm of every consumer")
    subjects = {f'ALARM: "{name}" in US East (N. Virginia)' for name in alarms}

    # Other tests of this sandbox send e-mails by the hundred.
    def mailed() -> list[dict[str, Any]]:
        mails = [mail for mail in sandbox.json("mail", "--limit", "10000") if mail["subject"] in subjects]
        return mails if {mail["subject"] for mail in mails} == subjects else []

    assert {mail["to"] for mail in eventually(mailed, "the e-mail of every alarm")} == {"alerts@finpulse.localhost"}
    changes = sandbox.json("tail", "alarms", "--limit", "1000")
    assert {row["alarm"] for row in changes if row["state"] == "ALARM"} >= alarms
