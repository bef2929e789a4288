"""`finpulse mail` on a mailbox, with the calls it makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from finpulse_cli.commands import mail
from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, confirmation, notification
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from tests.doubles.stubbed import stubbed
from tests.factories import NOON
from tests.unit.features.tail.fakes import outputs, source

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
TOPIC = outputs().alert_topic_arn
ADA = Subscriber("ada@example.org", TOPIC, f"{TOPIC}:1", "http://localhost:4566")


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """A mailbox that holds a request to confirm and an alert."""
    made = Mailbox(TargetHome(tmp_path).mail_dir, lambda: NOON)
    made.deliver(confirmation(ADA, "70ken", "asked", NOON))
    made.deliver(notification(ADA, "first\x1b[2J\nsecond", "fell", "alert-1", NOON))
    return made


@pytest.fixture
def sns() -> Any:
    """A client with a script."""
    return stubbed("sns")


@pytest.fixture
def run(tmp_path: Path, sns: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `mail` there."""
    monkeypatch.setattr(mail, "open_source", lambda *_, **__: source(tmp_path, sns=sns[0]))
    return lambda *arguments: CliRunner().invoke(mail.app, arguments)


@pytest.mark.usefixtures("box")
def test_the_list(run: Run) -> None:
    done = run()
    assert [line.split()[-1] for line in done.stdout.splitlines()] == ["id", "asked", "alert-1"]
    assert "mailbox: " in done.stderr
    assert json.loads(run("--limit", "1", "--json").stdout)["subject"] == "fell"


@pytest.mark.usefixtures("box")
def test_one_is_shown_without_steering_the_terminal(run: Run) -> None:
    done = run("show")
    assert done.stdout.startswith("From: AWS Notifications <no-reply@sns.amazonaws.com>\nTo: ada@example.org\n")
    assert "\nSubject: fell\n\nfirst\\x1b[2J\nsecond\n\n--\n" in done.stdout
    assert json.loads(run("show", "ask", "--json").stdout)["confirmation_link"].startswith("http://localhost:4566/conf")


@pytest.mark.usefixtures("box")
def test_one_that_is_not_there(run: Run) -> None:
    error = run("show", "nothing").exception
    assert isinstance(error, FailedError)
    assert "'nothing'" in error.message


@pytest.mark.usefixtures("box")
def test_consent_is_given_once(run: Run, sns: Any) -> None:
    _client, script = sns
    pending = {"SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": "ada@example.org"}
    script.add_response("list_subscriptions_by_topic", {"Subscriptions": [pending]}, {"TopicArn": TOPIC})
    script.add_response("confirm_subscription", {"SubscriptionArn": "arn"}, {"TopicArn": TOPIC, "Token": "70ken"})
    assert run("confirm").stdout == f"ada@example.org gets the messages of {TOPIC}\n"

    script.add_response("list_subscriptions_by_topic", {"Subscriptions": []}, {"TopicArn": TOPIC})
    again = run("confirm", "ada@example.org")
    assert (again.stdout, again.stderr) == ("", "no subscription waits to be confirmed\n")
    script.assert_no_pending_responses()


@pytest.mark.usefixtures("box")
def test_an_address_that_nobody_asked(run: Run) -> None:
    error = run("confirm", "eve@example.org").exception
    assert isinstance(error, FailedError)
    assert "eve@example.org" in error.message


def test_a_target_without_a_mailbox_says_so(run: Run) -> None:
    error = run().exception
    assert isinstance(error, MissingError)
    assert error.next_action == "run `finpulse mail --target embedded`"
