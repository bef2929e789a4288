from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.sns_alerts import SnsAlerts
from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.errors import AlertRefusedError
from lambdas.shared.wire.alert_message import alert_attributes
from tests.factories import anomaly

if TYPE_CHECKING:
    from tests.emulator import Emulator


@pytest.fixture
def queue_url(emulator: Emulator) -> str:
    return str(emulator.client("sqs").create_queue(QueueName="inbox")["QueueUrl"])


def delivery_policy(queue: str, topic: str) -> dict[str, Any]:
    """Lets the topic, and nobody else, put messages into the queue."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture
def topic_arn(emulator: Emulator, queue_url: str) -> str:
    sqs, sns = emulator.client("sqs"), emulator.client("sns")
    queue = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = str(sns.create_topic(Name="alerts")["TopicArn"])
    sqs.set_queue_attributes(QueueUrl=queue_url, Attributes={"Policy": json.dumps(delivery_policy(queue, topic))})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    return topic


def test_an_alert_arrives_with_subject_body_and_attributes(emulator: Emulator, topic_arn: str, queue_url: str) -> None:
    SnsAlerts(lambda: emulator.client("sns"), topic_arn).send(anomaly())
    messages = emulator.client("sqs").receive_message(QueueUrl=queue_url, WaitTimeSeconds=5)["Messages"]
    (mail,) = (json.loads(message["Body"]) for message in messages)
    assert mail["Subject"] == alert_subject(anomaly())
    assert mail["Message"] == alert_body(anomaly())
    attributes = {name: value["Value"] for name, value in mail["MessageAttributes"].items()}
    assert attributes == alert_attributes(anomaly())


def test_an_alert_that_the_topic_refuses_raises(emulator: Emulator) -> None:
    sns = emulator.client("sns")
    gone = "arn:aws:sns:us-east-1:000000000000:gone"
    with pytest.raises(AlertRefusedError, match="Topic does not exist"):
        SnsAlerts(lambda: sns, gone).send(anomaly())


def test_the_client_is_not_made_before_an_alert_goes_out() -> None:
    def fail() -> Any:
        raise AssertionError("made too early")

    alerts = SnsAlerts(fail, "arn")
    with pytest.raises(AssertionError, match="made too early"):
        alerts.send(anomaly())
