from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.alerts.trial import Arrival, try_alerts
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from tests.doubles.wire import Aws
from tests.factories import NOON
from tests.unit.features.tail.fakes import Paginator, outputs, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Source

WEBHOOK = {"format": "json", "queue_url": "q", "undelivered_url": "u"}
ADDRESS = "ada@example.com"


@dataclass
class FakeSns:
    """A topic with e-mail subscriptions; `receive` is what its subscribers do with a message."""

    subscriptions: list[dict[str, str]]
    receive: Any = lambda _message: None
    published: list[dict[str, Any]] = field(default_factory=list)

    def publish(self, **message: Any) -> None:
        """Take a message, and hand it on."""
        self.published.append(message)
        self.receive(message)

    def get_paginator(self, operation: str) -> Paginator:
        """ListSubscriptionsByTopic only."""
        assert operation == "list_subscriptions_by_topic"
        return Paginator(lambda **_: iter([{"Subscriptions": self.subscriptions}]))


@pytest.fixture(scope="module")
def aws() -> Aws:
    return Aws()


@pytest.fixture
def deliveries(aws: Aws) -> DynamoDeliveryStore:
    aws.new_tables({"alerting": "alerting", "anomalies": "anomalies"})
    return DynamoDeliveryStore(aws.client("dynamodb"), "alerting", "anomalies", "function")


def opened(home: Path, sns: FakeSns, deliveries: DynamoDeliveryStore, *webhooks: str) -> Source:
    stack = outputs()
    named = replace(stack, webhooks=dict.fromkeys(webhooks, WEBHOOK), tables=stack.tables | {"alerting": "alerting"})
    return source(home, stack=named, sns=sns, dynamodb=deliveries.client)


def test_a_test_goes_to_everybody_and_says_where_it_arrived(tmp_path: Path, deliveries: DynamoDeliveryStore) -> None:
    def deliver(message: dict[str, Any]) -> None:
        alert_id = message["MessageAttributes"]["alert_id"]["StringValue"]
        for webhook in ("chat", "ops"):
            deliveries.claim(webhook, alert_id, NOON)
        deliveries.note_delivered("ops", alert_id, None, NOON)
        deliveries.give_back("chat", alert_id, "HTTP status 404")

    sns = FakeSns([], deliver)
    arrivals = try_alerts(opened(tmp_path, sns, deliveries, "ops", "chat", "new"), "k3f9q2", 0, 0)
    assert arrivals == [
        Arrival("chat", False, "not taken: HTTP status 404, attempt 1"),
        Arrival("new", False, "not tried yet"),
        Arrival("ops", True, "taken at 2026-11-20T17:00:00.000Z, attempt 1"),
    ]
    (message,) = sns.published
    assert message["MessageAttributes"]["kind"]["StringValue"] == "test"
    assert message["Subject"] == "FinPulse test k3f9q2"


def test_of_a_person_s_mailbox_nobody_here_can_tell(tmp_path: Path, deliveries: DynamoDeliveryStore) -> None:
    arns = ("arn:aws:sns:us-east-1:000000000000:alerts:1", "PendingConfirmation")
    mailed = [{"Protocol": "email", "Endpoint": ADDRESS, "SubscriptionArn": arn} for arn in arns]
    queued = {"Protocol": "sqs", "Endpoint": "queue", "SubscriptionArn": arns[0]}
    arrivals = try_alerts(opened(tmp_path, FakeSns([*mailed, queued]), deliveries), "k3f9q2", 0, 0)
    assert [(arrival.place, arrival.arrived) for arrival in arrivals] == [(ADDRESS, None), (ADDRESS, None)]
    assert "look into that mailbox" in arrivals[0].detail
    assert "has not agreed" in arrivals[1].detail


def test_the_sandbox_s_mailbox_is_looked_into(tmp_path: Path, deliveries: DynamoDeliveryStore) -> None:
    mailed = {"Protocol": "email", "Endpoint": ADDRESS, "SubscriptionArn": "arn:aws:sns:us-east-1:0:alerts:1"}
    place = opened(tmp_path, FakeSns([mailed]), deliveries)
    for part in ("cur", "new", "tmp"):
        (place.home.mail_dir / part).mkdir(parents=True)
    assert try_alerts(place, "k3f9q2", 0, 0) == [Arrival(ADDRESS, False, "not in the mailbox")]
