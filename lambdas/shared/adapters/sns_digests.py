"""Digests through the topic that alerts go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.wire.alert_message import AlertKind, typed_attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sns import SNSClient


@dataclass(frozen=True, slots=True)
class SnsDigests:
    """Implements `ports.DigestSender`; the client is made when the first digest goes out."""

    client: Callable[[], SNSClient]
    topic_arn: str

    def send(self, alert_id: str, subject: str, body: str) -> None:
        """Publish a digest; raise the SDK's own error if SNS may not have taken it."""
        attributes = typed_attributes({"kind": str(AlertKind.DIGEST), "alert_id": alert_id})
        self.client().publish(TopicArn=self.topic_arn, Subject=subject, Message=body, MessageAttributes=attributes)
