"""What CloudWatch publishes when an alarm changes: JSON for programs, a text for e-mail (pure).

The members of the JSON are those of a notification as AWS shows it in
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html; the text is that of
alarm e-mails which their receivers have published.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_ACTIONS = {"OK": "OKActions", "ALARM": "AlarmActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
_LONGEST_SUBJECT = 100
_ENTERED = {"ALARM": "has entered the ALARM state", "INSUFFICIENT_DATA": "has entered the INSUFFICIENT_DATA state"}


@dataclass(frozen=True, slots=True)
class StateChange:
    """One change of an alarm's state. `region_name` is AWS's long one, such as `US East (N. Virginia)`."""

    alarm: Mapping[str, Any]
    old: str
    new: str
    reason: str
    at: datetime
    account: str
    region: str
    region_name: str

    def topics(self) -> list[str]:
        """Return the ARNs that this change is told to."""
        if not self.alarm.get("ActionsEnabled", True):
            return []
        return [arn for arn in self.alarm.get(_ACTIONS[self.new]) or [] if arn.split(":")[2:3] == ["sns"]]

    def subject(self) -> str:
        """Return the subject line."""
        return f'{self.new}: "{self.alarm["AlarmName"]}" in {self.region_name}'[:_LONGEST_SUBJECT]

    def message(self) -> str:
        """Return what is published, as MessageStructure `json` has it."""
        return json.dumps({"default": json.dumps(self._document()), "email": self.mail_text()})

    def _document(self) -> dict[str, Any]:
        alarm = self.alarm
        return {
            "AlarmName": alarm["AlarmName"],
            "AlarmDescription": alarm.get("AlarmDescription") or None,
            "AWSAccountId": self.account,
            "NewStateValue": self.new,
            "NewStateReason": self.reason,
            "StateChangeTime": self.at.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "Region": self.region_name,
            "AlarmArn": alarm.get("AlarmArn", ""),
            "OldStateValue": self.old,
            **{name: alarm.get(name) or [] for name in ("OKActions", "AlarmActions", "InsufficientDataActions")},
            "Trigger": {
                "MetricName": alarm["MetricName"],
                "Namespace": alarm["Namespace"],
                "StatisticType": "Statistic",
                "Statistic": str(alarm.get("Statistic", "")).upper(),
                "Unit": alarm.get("Unit") or None,
                "Dimensions": [{"value": it.get("Value", ""), "name": it["Name"]} for it in self._dimensions()],
                "Period": int(alarm.get("Period", 60)),
                "EvaluationPeriods": self._periods(),
                "ComparisonOperator": alarm["ComparisonOperator"],
                "Threshold": float(alarm["Threshold"]),
                "TreatMissingData": alarm.get("TreatMissingData") or "",
                "EvaluateLowSampleCountPercentile": "",
            },
        }

    def mail_text(self) -> str:
        """Return the body of the e-mail, without SNS's footer."""
        alarm, when = self.alarm, _written(self.at)
        name, period = alarm["AlarmName"], int(alarm.get("Period", 60))
        entered = f'{_ENTERED.get(self.new, f"has entered the {self.new} state")}, because "{self.reason}" at "{when}"'
        console = f"https://{self.region}.console.aws.amazon.com/cloudwatch/deeplink.js?region={self.region}"
        dimensions = " ".join(f"[{it['Name']} = {it.get('Value', '')}]" for it in self._dimensions())
        return "\n".join(
            (
                f'You are receiving this email because your Amazon CloudWatch Alarm "{name}" in the '
                f"{self.region_name} region {entered}.",
                "",
                "View this alarm in the AWS Management Console:",
                f"{console}#alarmsV2:alarm/{quote(name)}",
                "",
                "Alarm Details:",
                f"- Name:                       {name}",
                f"- Description:                {alarm.get('AlarmDescription') or ''}",
                f"- State Change:               {self.old} -> {self.new}",
                f"- Reason for State Change:    {self.reason}",
                f"- Timestamp:                  {when}",
                f"- AWS Account:                {self.account}",
                f"- Alarm Arn:                  {alarm.get('AlarmArn', '')}",
                "",
                "Threshold:",
                f"- The alarm is in the ALARM state when the metric is {alarm['ComparisonOperator']} "
                f"{float(alarm['Threshold'])} for at least {self._needed()} of the last {self._periods()} period(s) of "
                f"{period} seconds. ",
                "",
                "Monitored Metric:",
                f"- MetricNamespace:                     {alarm['Namespace']}",
                f"- MetricName:                          {alarm['MetricName']}",
                f"- Dimensions:                          {dimensions}",
                f"- Period:                              {period} seconds",
                f"- Statistic:                           {alarm.get('Statistic', '')}",
                f"- Unit:                                {alarm.get('Unit') or 'not specified'}",
                f"- TreatMissingData:                    {alarm.get('TreatMissingData') or 'missing'}",
                "",
                "",
                "State Change Actions:",
                *(f"- {state}: {_listed(alarm.get(actions))}" for state, actions in _ACTIONS.items()),
                "",
            )
        )

    def _periods(self) -> int:
        return int(self.alarm.get("EvaluationPeriods") or 1)

    def _needed(self) -> int:
        return int(self.alarm.get("DatapointsToAlarm") or self._periods())

    def _dimensions(self) -> list[Mapping[str, Any]]:
        return list(self.alarm.get("Dimensions") or [])


def _written(moment: datetime) -> str:
    """Write `Monday 05 August, 2019 17:04:03 UTC`."""
    return f"{moment:%A %d %B, %Y %H:%M:%S} UTC"


def _listed(arns: Any) -> str:
    return f"[{', '.join(arns)}]" if arns else ""
