"""What is left to do for a user once the stack is on AWS."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.aws.notes import notes_after_up
from tests.doubles.stubbed import stubbed
from tests.unit.targets.aws.stubs import ACCOUNT
from tests.unit.targets.aws.targets import StandIn
from tests.unit.targets.outputs import OUTPUTS

COMPLETE = {"TF_VAR_alpha_vantage_key": "key", "TF_VAR_alert_email": "ada@example.com"}
ALERTS = f"arn:aws:sns:eu-west-1:{ACCOUNT}:finpulse-alerts"
STACK = StackOutputs.parse(OUTPUTS | {"alert_topic_arn": ALERTS})


def subscription(arn: str) -> dict[str, Any]:
    return {"Subscriptions": [{"Protocol": "email", "Endpoint": "ada@example.com", "SubscriptionArn": arn}]}


def notes(script_of_topics: list[dict[str, Any] | None], environ: dict[str, str]) -> list[str]:
    """The notes when SNS answers so, one answer a topic; None is a refusal."""
    sns, script = stubbed("sns")
    for answer in script_of_topics:
        if answer is None:
            script.add_client_error("list_subscriptions_by_topic", "AuthorizationError", "no", 403)
        else:
            script.add_response("list_subscriptions_by_topic", answer)
    account: Any = StandIn(clients=SimpleNamespace(sns=sns), environ=environ)
    return list(notes_after_up(account, STACK))


def test_nothing_is_left_where_all_is_done() -> None:
    confirmed = subscription(f"{ALERTS}:11111111-2222-3333-4444-555555555555")

    assert notes([confirmed, {"Subscriptions": []}], COMPLETE) == []


def test_each_address_that_waits_is_named_with_what_it_will_not_get() -> None:
    pending = subscription("PendingConfirmation")

    told = notes([pending, pending], COMPLETE)

    assert [line for line in told if "confirm the e-mail that AWS sent to ada@example.com" in line] == told
    assert "finpulse-alerts" in told[0]
    assert "finpulse-operations" in told[1]


@pytest.mark.parametrize(
    ("providers", "keys"),
    [
        ('["finnhub"]', ["a Finnhub key"]),
        ('["finnhub", "alpha_vantage"]', ["an Alpha Vantage key", "a Finnhub key"]),
    ],
)
def test_each_provider_that_is_chosen_needs_its_key(providers: str, keys: list[str]) -> None:
    environ = {"TF_VAR_alert_email": "ada@example.com", "TF_VAR_quote_providers": providers}
    told = notes([{"Subscriptions": []}] * 2, environ)
    assert [line.partition(":")[0].removeprefix("quotes need ") for line in told] == keys


def test_whoever_may_not_ask_is_told_so_and_the_rest_goes_on() -> None:
    told = notes([None], {})

    assert "could not be asked" in told[0]
    assert "TF_VAR_alpha_vantage_key=" in told[-1]


@pytest.mark.parametrize(
    ("missing", "text"), [("TF_VAR_alpha_vantage_key", "Alpha Vantage key"), ("TF_VAR_alert_email", "mailed to nobody")]
)
def test_what_was_not_given_is_said(missing: str, text: str) -> None:
    (line,) = notes([{"Subscriptions": []}] * 2, {key: value for key, value in COMPLETE.items() if key != missing})

    assert text in line
