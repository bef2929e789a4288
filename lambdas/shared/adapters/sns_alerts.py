"""Alerts through an SNS topic: e-mail on AWS, an inbox queue on local targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.alert_text import alert_body, alert_subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sns import SNSClient

    from lambdas.shared.domain.anomaly import Anomaly


@dataclass(frozen=True, slots=True)
class SnsAlerts:
    """Implements `ports.AlertSender`. Attributes let a subscriber filter by feed, symbol and severity.

    The client is made when the first alert goes out: most batches have none.
    """

    client: Callable[[], SNSClient]
    topic_arn: str

    def send(self, anomaly: Anomaly) -> None:
        """Publish the alert of an anomaly."""
        attributes = {
            "feed": anomaly.event.feed,
            "symbol": anomaly.event.symbol,
            "severity": str(anomaly.severity),
            "direction": str(anomaly.direction),
            "event_id": anomaly.event.event_id,
        }
        self.client().publish(
            TopicArn=self.topic_arn,
            Subject=alert_subject(anomaly),
            Message=alert_body(anomaly),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
            },
        )
