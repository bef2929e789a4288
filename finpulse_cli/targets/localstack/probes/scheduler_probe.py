"""Whether EventBridge Scheduler fires: a schedule that is due at once sends to a queue of the probe's own.

AWS fires within the minute a schedule is due in. `begin` makes the schedule, `fired` waits for the rest of that minute;
in between there is time for Terraform.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.console import Report
from finpulse_cli.stack.clients import Clients
from finpulse_cli.targets.localstack.probes.service_probes import PROBE

_TIMEOUT = timedelta(seconds=75)
_QUEUE = "finpulse-probe-schedule"
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


class SchedulerProbe:
    """One trial. `clock` gives the time in UTC."""

    def __init__(self, clients: Clients, clock: Callable[[], datetime]) -> None:
        self._clients = clients
        self._clock = clock
        self._due: datetime | None = None

    def begin(self) -> None:
        """Make the schedule. A Scheduler that takes none does not fire."""
        self.remove()
        due = self._clock() + timedelta(seconds=2)
        try:
            self._make(due)
        except (ClientError, BotoCoreError):
            return
        self._due = due

    def fired(self, report: Report) -> bool:
        """Wait until it came, or its time is over; return whether it came. What `begin` made is removed."""
        try:
            return self._due is not None and self._arrives(self._due + _TIMEOUT, report)
        except (ClientError, BotoCoreError):
            return False
        finally:
            self.remove()

    def remove(self) -> None:
        """Remove what the probe has made, also what an interrupted one has left."""
        with suppress(ClientError, BotoCoreError):
            self._clients.scheduler.delete_schedule(Name=PROBE)
        with suppress(ClientError, BotoCoreError):
            self._clients.sqs.delete_queue(QueueUrl=self._clients.sqs.get_queue_url(QueueName=_QUEUE)["QueueUrl"])
        with suppress(ClientError, BotoCoreError):
            self._clients.iam.delete_role_policy(RoleName=PROBE, PolicyName=PROBE)
        with suppress(ClientError, BotoCoreError):
            self._clients.iam.delete_role(RoleName=PROBE)

    def _make(self, due: datetime) -> None:
        queue = self._clients.sqs.create_queue(QueueName=_QUEUE)["QueueUrl"]
        arn = self._clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        role = self._clients.iam.create_role(RoleName=PROBE, AssumeRolePolicyDocument=json.dumps(_TRUST))["Role"]
        self._clients.iam.put_role_policy(RoleName=PROBE, PolicyName=PROBE, PolicyDocument=json.dumps(_may_send(arn)))
        self._clients.scheduler.create_schedule(
            Name=PROBE,
            ScheduleExpression=f"at({due:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": arn, "RoleArn": role["Arn"], "Input": json.dumps({"probe": True})},
        )

    def _arrives(self, until: datetime, report: Report) -> bool:
        queue = self._clients.sqs.get_queue_url(QueueName=_QUEUE)["QueueUrl"]
        waits = False
        while True:
            if self._clients.sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"):
                return True
            left = (until - self._clock()).total_seconds()
            if left <= 0:
                return False
            if not waits:
                waits = True
                report(f"waiting whether the Scheduler fires ({left:.0f} s at most, once a LocalStack)")


def _may_send(arn: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}],
    }
