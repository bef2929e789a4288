"""Alarms that tell their topics of a change as CloudWatch does, in words for e-mail and in JSON for programs.

MiniStack publishes a JSON of its own to every subscriber. Other than SNS no action is carried out, here or there.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from botocore.loaders import create_loader

from finpulse_cli.targets.embedded.overlay.alarm_mail import StateChange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


class AlarmActions:
    """Takes the place of MiniStack's `_dispatch_alarm_actions`; composite alarms stay the emulator's."""

    def __init__(self, cloudwatch: Any, sns: Any, clock: Callable[[], datetime]) -> None:
        self._cloudwatch = cloudwatch
        self._sns = sns
        self._clock = clock
        self._original = cloudwatch._dispatch_alarm_actions

    def dispatch(self, alarm: Mapping[str, Any], old: str, new: str, reason: str) -> None:
        """Publish a change to the topics that the alarm names for its new state."""
        if not alarm.get("MetricName"):
            self._original(alarm, old, new, reason)
            return
        region = self._cloudwatch.get_region()
        account = self._cloudwatch.get_account_id()
        change = StateChange(alarm, old, new, reason, self._clock(), account, region, region_name(region))
        for topic in change.topics():
            self._sns.publish_internal(topic, change.message(), change.subject(), message_structure="json")


@cache
def region_name(region: str) -> str:
    """Return AWS's long name of a region, as its SDK knows it; else the short one."""
    partitions = create_loader().load_data("endpoints")["partitions"]
    return next((str(it["regions"][region]["description"]) for it in partitions if region in it["regions"]), region)


def install(clock: Callable[[], datetime]) -> None:
    """Put it in the place of MiniStack's function."""
    cloudwatch: Any = import_module("ministack.services.cloudwatch")
    cloudwatch._dispatch_alarm_actions = AlarmActions(
        cloudwatch, import_module("ministack.services.sns"), clock
    ).dispatch
