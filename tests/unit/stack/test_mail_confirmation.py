"""Consent by the token in an e-mail."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from finpulse_cli.stack.mail_confirmation import Request, confirm, confirmation_requests, waiting
from finpulse_cli.stack.mailbox import Mail
from tests.doubles.stubbed import stubbed
from tests.factories import NOON

TOPIC = "arn:aws:sns:eu-west-1:000000000000:alerts"
ADA = Request(TOPIC, "ada@example.org", "new")


def asking(token: str, address: str = "ada@example.org") -> Mail:
    link = f"http://h/confirmation.html?TopicArn={TOPIC}&Token={token}&Endpoint={address}"
    return Mail(token, NOON, "", address, "", f"{TOPIC}:1", "", (link,))


def listed(address: str, arn: str = "PendingConfirmation") -> dict[str, Any]:
    return {"SubscriptionArn": arn, "Protocol": "email", "Endpoint": address}


def test_the_newest_request_of_an_address_counts() -> None:
    other = Mail("m", NOON, "", "", "", f"{TOPIC}:1", "an alert")
    incomplete = Mail("m", NOON, "", "", "", f"{TOPIC}:1", "", ("http://h/confirmation.html?Token=t",))
    assert confirmation_requests([asking("old"), other, incomplete, asking("new")]) == [ADA]


def test_only_what_waits_is_confirmed() -> None:
    sns, script = stubbed("sns")
    here = {"Subscriptions": [listed("ada@example.org"), listed("bob@example.org", f"{TOPIC}:2")]}
    script.add_response("list_subscriptions_by_topic", here, {"TopicArn": TOPIC})
    script.add_response("confirm_subscription", {"SubscriptionArn": f"{TOPIC}:1"}, {"TopicArn": TOPIC, "Token": "new"})
    assert confirm(sns, [ADA, Request(TOPIC, "bob@example.org", "t")]) == [ADA]
    script.assert_no_pending_responses()


def test_a_topic_that_is_gone_waits_for_nothing() -> None:
    sns, script = stubbed("sns")
    script.add_client_error("list_subscriptions_by_topic", "NotFound", "no", 404)
    assert waiting(sns, [ADA]) == []


def test_any_other_refusal_is_raised() -> None:
    sns, script = stubbed("sns")
    script.add_client_error("list_subscriptions_by_topic", "AuthorizationError", "no", 403)
    with pytest.raises(ClientError, match="AuthorizationError"):
        waiting(sns, [ADA])
