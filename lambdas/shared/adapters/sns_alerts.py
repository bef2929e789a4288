"""Alerts through an SNS topic: e-mail, the queues of webhooks, an inbox queue where a target has no e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.errors import AlertRefusedError
from lambdas.shared.wire.alert_message import alert_attributes, typed_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_sns import SNSClient

    from lambdas.shared.domain.anomaly import Anomaly

_ANSWERED = "response-received.sns.Publish"  # once for each of the SDK's attempts
_UNAVAILABLE = 503
_NEVER_SENT = (ConnectTimeoutError, EndpointConnectionError)


@dataclass(frozen=True, slots=True)
class SnsAlerts:
    """Implements `ports.AlertSender`. Attributes let a subscriber filter by kind, feed, symbol, severity and detector.

    The client is made when the first alert goes out: most batches have none.
    """

    client: Callable[[], SNSClient]
    topic_arn: str

    def send(self, anomaly: Anomaly) -> None:
        """Publish the alert of an anomaly.

        Raises `AlertRefusedError` when SNS has taken none of the attempts, and the SDK's own error where one of them
        may have arrived.
        """
        client = self.client()
        refusals: list[bool] = []

        def note(response_dict: Mapping[str, Any] | None, exception: Exception | None, **_: Any) -> None:
            refusals.append(_is_refusal(response_dict, exception))

        client.meta.events.register(_ANSWERED, note)
        try:
            self._publish(client, anomaly)
        except (ClientError, BotoCoreError) as error:
            if all(refusals):
                raise AlertRefusedError(f"SNS did not take the alert of {anomaly.event.event_id}: {error}") from error
            raise
        finally:
            client.meta.events.unregister(_ANSWERED, note)

    def _publish(self, client: SNSClient, anomaly: Anomaly) -> None:
        client.publish(
            TopicArn=self.topic_arn,
            Subject=alert_subject(anomaly),
            Message=alert_body(anomaly),
            MessageAttributes=typed_attributes(alert_attributes(anomaly)),
        )


def _is_refusal(response: Mapping[str, Any] | None, exception: Exception | None) -> bool:
    """Return whether one attempt was certainly in vain: never sent, refused, or nobody there to take it.

    After a 500, or when the connection breaks before the answer, SNS may have taken it.
    """
    if response is None:
        return isinstance(exception, _NEVER_SENT)
    status = int(response["status_code"])
    return 400 <= status < 500 or status == _UNAVAILABLE
