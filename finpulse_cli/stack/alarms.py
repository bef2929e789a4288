"""The stack's CloudWatch alarms: how they stand, and how they changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_cloudwatch.type_defs import AlarmHistoryItemTypeDef

    from finpulse_cli.stack.outputs import StackOutputs

_PAGE = 100  # the most that DescribeAlarmHistory gives at once
_ALERTS = "-alerts"  # what follows the stack's name in that of its topic


@dataclass(frozen=True, slots=True)
class AlarmState:
    """How an alarm stands: `OK`, `ALARM` or `INSUFFICIENT_DATA`, since `at`, and what it is about."""

    name: str
    state: str
    at: datetime
    reason: str
    description: str


@dataclass(frozen=True, slots=True)
class AlarmChange:
    """A change of an alarm's state."""

    name: str
    at: datetime
    old: str
    new: str
    reason: str


def alarm_prefix(outputs: StackOutputs) -> str:
    """Return how the names of the stack's alarms begin: with its own."""
    return outputs.alert_topic_arn.rpartition(":")[2].removesuffix(_ALERTS) + "-"


def alarm_states(client: CloudWatchClient, prefix: str) -> list[AlarmState]:
    """Return every alarm of the stack, by name. Raises ClientError."""
    pages = client.get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix, AlarmTypes=["MetricAlarm"])
    found = [
        AlarmState(
            alarm["AlarmName"],
            alarm["StateValue"],
            alarm["StateUpdatedTimestamp"].astimezone(UTC),
            alarm.get("StateReason", ""),
            alarm.get("AlarmDescription", ""),
        )
        for page in pages
        for alarm in page["MetricAlarms"]
    ]
    return sorted(found, key=lambda alarm: alarm.name)


def alarm_changes(client: CloudWatchClient, prefix: str, since: datetime | None = None) -> Iterator[AlarmChange]:
    """Yield the changes of the stack's alarms, the newest first, as far back as CloudWatch keeps them: 30 days.

    Pages are asked for as they are needed; what an emulator notes when it makes an alarm is no change. Raises
    ClientError.
    """
    begin: Any = {} if since is None else {"StartDate": since}
    pages = client.get_paginator("describe_alarm_history").paginate(
        HistoryItemType="StateUpdate",
        AlarmTypes=["MetricAlarm"],
        ScanBy="TimestampDescending",
        PaginationConfig={"PageSize": _PAGE},
        **begin,
    )
    for page in pages:
        changes = (_change(item) for item in page["AlarmHistoryItems"] if item["AlarmName"].startswith(prefix))
        yield from (change for change in changes if change.old != change.new)


def _change(item: AlarmHistoryItemTypeDef) -> AlarmChange:
    """Read an item of the history. `HistoryData` is JSON; one that lacks it says its states in a sentence."""
    data = json.loads(item.get("HistoryData") or "{}")
    old, _, new = item.get("HistorySummary", "").removeprefix("Alarm updated from ").partition(" to ")
    return AlarmChange(
        name=item["AlarmName"],
        at=item["Timestamp"].astimezone(UTC),
        old=data.get("oldState", {}).get("stateValue", old),
        new=data.get("newState", {}).get("stateValue", new),
        reason=data.get("newState", {}).get("stateReason", ""),
    )
