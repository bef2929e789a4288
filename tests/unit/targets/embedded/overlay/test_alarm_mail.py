"""What CloudWatch publishes about an alarm, as its receivers have published it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.alarm_actions import AlarmActions, region_name
from finpulse_cli.targets.embedded.overlay.alarm_mail import StateChange

TOPIC = "arn:aws:sns:us-west-2:006170570170:defaultName"
REASON = (
    "Threshold Crossed: 1 datapoint [2.88135593220462 (05/08/19 16:54:00)] was greater than or equal to the "
    "threshold (2.0)."
)
ALARM = {
    "AlarmName": "cpu utilization",
    "AlarmArn": "arn:aws:cloudwatch:us-west-2:006170570170:alarm:cpu utilization",
    "AlarmDescription": "Created from EC2 Console",
    "Namespace": "AWS/EC2",
    "MetricName": "CPUUtilization",
    "Dimensions": [{"Name": "InstanceId", "Value": "i-0b41c232eabc69685"}],
    "Statistic": "Maximum",
    "Period": 300,
    "EvaluationPeriods": 1,
    "Threshold": 2,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    "AlarmActions": [TOPIC, "arn:aws:automate:us-west-2:ec2:stop"],
}


def change(new: str = "ALARM", **settings: Any) -> StateChange:
    at = datetime(2019, 8, 5, 17, 4, 3, tzinfo=UTC)
    return StateChange(
        ALARM | settings, "INSUFFICIENT_DATA", new, REASON, at, "006170570170", "us-west-2", "US West (Oregon)"
    )


def test_the_e_mail() -> None:
    assert change().subject() == 'ALARM: "cpu utilization" in US West (Oregon)'
    lines = change().mail_text().splitlines()
    assert lines[0] == (
        'You are receiving this email because your Amazon CloudWatch Alarm "cpu utilization" in the US West (Oregon) '
        f'region has entered the ALARM state, because "{REASON}" at "Monday 05 August, 2019 17:04:03 UTC".'
    )
    assert "- Name:                       cpu utilization" in lines
    assert "- State Change:               INSUFFICIENT_DATA -> ALARM" in lines
    assert f"- Reason for State Change:    {REASON}" in lines
    assert "- Timestamp:                  Monday 05 August, 2019 17:04:03 UTC" in lines
    assert "- Dimensions:                          [InstanceId = i-0b41c232eabc69685]" in lines
    assert "- Unit:                                not specified" in lines
    assert "- OK: " in lines
    assert any(line.endswith("#alarmsV2:alarm/cpu%20utilization") for line in lines)


def test_the_document_for_programs() -> None:
    told = json.loads(json.loads(change().message())["default"])
    assert told["StateChangeTime"] == "2019-08-05T17:04:03.000+0000"
    assert (told["Region"], told["OldStateValue"], told["NewStateValue"]) == (
        "US West (Oregon)",
        "INSUFFICIENT_DATA",
        "ALARM",
    )
    assert told["Trigger"]["Dimensions"] == [{"value": "i-0b41c232eabc69685", "name": "InstanceId"}]
    assert (told["Trigger"]["Period"], told["Trigger"]["Threshold"]) == (300, 2.0)


@pytest.mark.parametrize(
    ("told", "topics"),
    [
        (change(), [TOPIC]),
        (change("OK"), []),
        (change("OK", OKActions=[TOPIC]), [TOPIC]),
        (change(ActionsEnabled=False), []),
    ],
)
def test_who_is_told(told: StateChange, topics: list[str]) -> None:
    assert told.topics() == topics


def test_a_composite_alarm_stays_the_emulators() -> None:
    heard: list[Any] = []

    class Cloudwatch:
        @staticmethod
        def _dispatch_alarm_actions(*arguments: Any) -> None:
            heard.append(arguments)

    AlarmActions(Cloudwatch, None, lambda: datetime.now(UTC)).dispatch({"AlarmRule": "x"}, "OK", "ALARM", "r")
    assert heard == [({"AlarmRule": "x"}, "OK", "ALARM", "r")]


def test_regions_have_their_long_names() -> None:
    assert region_name("us-east-1") == "US East (N. Virginia)"
    assert region_name("mars-north-1") == "mars-north-1"
