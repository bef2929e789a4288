"""Notifications that tell their subscription."""

from __future__ import annotations

import json

from finpulse_cli.targets.embedded.overlay.notifications import with_subscription

TOPIC = "arn:aws:sns:us-east-1:000000000000:topic"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:queue"


def test_a_notification_names_the_subscription_of_its_queue() -> None:
    envelope = json.dumps({"Message": "m", "UnsubscribeURL": "http://host/?Action=Unsubscribe&SubscriptionArn=example"})
    subscriptions = [{"endpoint": "other", "arn": "no"}, {"endpoint": QUEUE, "arn": f"{TOPIC}:id"}]
    assert json.loads(with_subscription(envelope, QUEUE, subscriptions)) == {
        "Message": "m",
        "UnsubscribeURL": f"http://host/?Action=Unsubscribe&SubscriptionArn={TOPIC}:id",
    }


def test_another_envelope_stays_as_it_is() -> None:
    assert with_subscription('{"a":  1}', QUEUE, [{"endpoint": QUEUE, "arn": TOPIC}]) == '{"a":  1}'
    assert with_subscription('{"UnsubscribeURL": "x"}', QUEUE, []) == '{"UnsubscribeURL": "x"}'
