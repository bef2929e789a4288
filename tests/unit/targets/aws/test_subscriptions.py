"""Who still has to follow the link in AWS's e-mail."""

from __future__ import annotations

from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws.subscriptions import Pending, pending_confirmations, stack_topics
from tests.doubles.stubbed import stubbed

ALERTS = "arn:aws:sns:eu-west-1:111122223333:finpulse-alerts"
OPERATIONS = "arn:aws:sns:eu-west-1:111122223333:finpulse-operations"


def subscription(protocol: str, endpoint: str, arn: str = "PendingConfirmation") -> dict[str, Any]:
    return {"SubscriptionArn": arn, "Owner": "111122223333", "Protocol": protocol, "Endpoint": endpoint}


def test_unconfirmed_addresses_are_found_on_both_topics_and_all_pages() -> None:
    sns, script = stubbed("sns")
    first = [subscription("email", "done@x.org", f"{ALERTS}:1"), subscription("email", "ada@x.org")]
    script.add_response("list_subscriptions_by_topic", {"Subscriptions": first, "NextToken": "2"}, {"TopicArn": ALERTS})
    more = [subscription("sqs", "arn:aws:sqs:::inbox"), subscription("email", "bob@x.org")]
    script.add_response("list_subscriptions_by_topic", {"Subscriptions": more}, {"TopicArn": ALERTS, "NextToken": "2"})
    last = [subscription("email", "ada@x.org")]
    script.add_response("list_subscriptions_by_topic", {"Subscriptions": last}, {"TopicArn": OPERATIONS})

    assert pending_confirmations(sns, (ALERTS, OPERATIONS)) == [
        Pending("finpulse-alerts", "ada@x.org"),
        Pending("finpulse-alerts", "bob@x.org"),
        Pending("finpulse-operations", "ada@x.org"),
    ]


def test_the_stacks_topics_follow_from_the_one_that_terraform_tells() -> None:
    assert stack_topics(ALERTS, "finpulse") == (ALERTS, OPERATIONS)


def test_a_refusal_names_the_topic() -> None:
    sns, script = stubbed("sns")
    script.add_client_error("list_subscriptions_by_topic", "AuthorizationError", "no", 403)

    with pytest.raises(FailedError, match="finpulse-alerts: ListSubscriptionsByTopic was refused"):
        pending_confirmations(sns, [ALERTS])
