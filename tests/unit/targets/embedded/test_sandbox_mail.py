"""Who is mailed, and who agrees."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, confirmation
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from finpulse_cli.targets.embedded.sandbox_mail import OWN_ADDRESS, SandboxMail, alert_address
from tests.doubles.stubbed import stubbed
from tests.factories import NOON
from tests.unit.features.tail.fakes import outputs

if TYPE_CHECKING:
    from pathlib import Path

TOPIC = "arn:aws:sns:eu-west-1:000000000000:finpulse-alerts"


def test_the_users_address_wins() -> None:
    assert alert_address({"TF_VAR_alert_email": "ada@example.org"}) == "ada@example.org"
    assert alert_address({"TF_VAR_alert_email": ""}) == alert_address({}) == OWN_ADDRESS


def test_it_agrees_for_itself_alone_and_tells_of_others(tmp_path: Path) -> None:
    box = Mailbox(TargetHome(tmp_path).mail_dir, lambda: NOON)
    for address in (OWN_ADDRESS, "ada@example.org"):
        box.deliver(confirmation(Subscriber(address, TOPIC, f"{TOPIC}:1", "http://h"), f"of {address}", "id", NOON))
    sns, script = stubbed("sns")
    place: Any = SimpleNamespace(home=TargetHome(tmp_path), clients=SimpleNamespace(sns=sns))
    both = [
        {"SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": address}
        for address in (OWN_ADDRESS, "ada@example.org")
    ]
    for _ in range(2):
        script.add_response("list_subscriptions_by_topic", {"Subscriptions": both[_:]}, {"TopicArn": TOPIC})
        if _ == 0:
            token = {"TopicArn": TOPIC, "Token": f"of {OWN_ADDRESS}"}
            script.add_response("confirm_subscription", {"SubscriptionArn": "arn"}, token)
    mail = SandboxMail(place)
    mail.confirm_own(outputs(), lambda _line: None)
    assert list(mail.notes(outputs())) == [
        "ada@example.org gets nothing from finpulse-alerts until it agrees: `finpulse mail confirm`"
    ]
    script.assert_no_pending_responses()
