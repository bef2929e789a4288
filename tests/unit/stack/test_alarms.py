"""The stack's alarms among those of an account."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from botocore.stub import ANY

from finpulse_cli.stack.alarms import AlarmChange, AlarmState, alarm_changes, alarm_prefix, alarm_states
from tests.doubles.stubbed import stubbed
from tests.factories import NOON
from tests.unit.features.tail.fakes import outputs


def item(name: str, new: str, *, seconds: int = 0, old: str = "OK", told: bool = True) -> dict[str, Any]:
    states = {"oldState": {"stateValue": old}, "newState": {"stateValue": new, "stateReason": f"why {new}"}}
    return {
        "AlarmName": name,
        "Timestamp": NOON + timedelta(seconds=seconds),
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {old} to {new}",
        **({"HistoryData": json.dumps(states)} if told else {}),
    }


def asked(**more: Any) -> dict[str, Any]:
    fixed = {"HistoryItemType": "StateUpdate", "AlarmTypes": ["MetricAlarm"], "ScanBy": "TimestampDescending"}
    return fixed | {"MaxRecords": 100} | more


def test_changes_are_those_of_the_stack_on_all_pages() -> None:
    client, script = stubbed("cloudwatch")
    first = [item("finpulse-a", "ALARM", seconds=9), item("other", "ALARM", seconds=8)]
    made = item("finpulse-a", "INSUFFICIENT_DATA", old="INSUFFICIENT_DATA")
    script.add_response("describe_alarm_history", {"AlarmHistoryItems": first, "NextToken": "2"}, asked())
    last = [item("finpulse-b", "OK", old="ALARM", told=False), made]
    script.add_response("describe_alarm_history", {"AlarmHistoryItems": last}, asked(NextToken="2"))
    assert list(alarm_changes(client, "finpulse-")) == [
        AlarmChange("finpulse-a", NOON + timedelta(seconds=9), "OK", "ALARM", "why ALARM"),
        AlarmChange("finpulse-b", NOON, "ALARM", "OK", ""),
    ]


def test_states_are_told_by_name() -> None:
    client, script = stubbed("cloudwatch")
    alarms = [
        {"AlarmName": name, "StateValue": "ALARM", "StateUpdatedTimestamp": NOON, "StateReason": "r"} for name in "ba"
    ]
    script.add_response("describe_alarms", {"MetricAlarms": alarms}, {"AlarmNamePrefix": "p-", "AlarmTypes": ANY})
    assert alarm_states(client, "p-") == [AlarmState(name, "ALARM", NOON, "r", "") for name in "ab"]


def test_alarms_begin_with_the_stacks_name() -> None:
    assert alarm_prefix(outputs()) == "alerts-"  # the tests' topic is called alerts, without a stack's name
