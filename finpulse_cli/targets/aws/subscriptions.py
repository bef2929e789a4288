"""E-mail addresses that AWS has asked to confirm their subscription, and that have not done so yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.stack.mail_confirmation import pending_addresses
from finpulse_cli.targets.aws.faults import explained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_sns import SNSClient


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
            found += [Pending(arn.rpartition(":")[2], address) for address in pending_addresses(sns, arn)]
    return found
