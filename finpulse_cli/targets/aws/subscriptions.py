"""E-mail addresses that AWS has asked to confirm their subscription, and that have not done so yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.targets.aws.faults import explained

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

_PENDING = "PendingConfirmation"  # what stands in the place of the subscription's ARN until then
_MAIL = ("email", "email-json")


@dataclass(frozen=True, slots=True)
class Pending:
    """An address that gets nothing from a topic until the link in AWS's e-mail is followed. `topic` is a name."""

    topic: str
    endpoint: str


def stack_topics(alert_topic_arn: str, name: str) -> tuple[str, str]:
    """Return the ARNs of the topics that people subscribe to: anomaly alerts, and alarms of the operation."""
    return alert_topic_arn, f"{alert_topic_arn.rpartition(':')[0]}:{name}-operations"


def pending_confirmations(sns: SNSClient, topic_arns: Iterable[str]) -> list[Pending]:
    """Return the unconfirmed addresses of each topic. Raises CliError."""
    found: list[Pending] = []
    for arn in topic_arns:
        with explained(f"ask who is subscribed to {arn}"):
            found += _of_topic(sns, arn)
    return found


def _of_topic(sns: SNSClient, arn: str) -> list[Pending]:
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arn)
    return [
        Pending(arn.rpartition(":")[2], item["Endpoint"])
        for page in pages
        for item in page["Subscriptions"]
        if item["Protocol"] in _MAIL and item["SubscriptionArn"] == _PENDING
    ]
