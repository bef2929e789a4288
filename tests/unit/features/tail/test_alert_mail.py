"""Alerts out of e-mails: what the detector writes is read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.tail.alert_mail import AlertMails, alert_in
from finpulse_cli.features.tail.alerts import open_reader, unheard_addresses
from finpulse_cli.stack.mailbox import Mail, MailFolder
from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, confirmation, notification
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.domain.anomaly import Direction, Severity
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.domain.feed import FEED_PATTERN
from tests.doubles.stubbed import stubbed
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.tail.fakes import outputs, source

if TYPE_CHECKING:
    from pathlib import Path

    from lambdas.shared.domain.anomaly import Anomaly

TOPIC = outputs().alert_topic_arn
ADA = Subscriber("ada@example.org", TOPIC, f"{TOPIC}:1", "http://localhost:4566")


def mailed(found: Anomaly, message_id: str = "id", to: Subscriber = ADA) -> Mail:
    mail = notification(to, alert_body(found), alert_subject(found), message_id, NOON)
    return Mail(message_id, NOON, mail["From"], mail["To"], mail["Subject"], to.subscription_arn, mail.get_content())


@given(
    feed=st.from_regex(FEED_PATTERN, fullmatch=True),
    symbol=st.from_regex(SYMBOL_PATTERN, fullmatch=True),
    severity=st.sampled_from(Severity),
    direction=st.sampled_from(Direction),
    detector=st.sampled_from(NAMES),
)
def test_every_alert_is_read_back(
    feed: str, symbol: str, severity: Severity, direction: Direction, detector: str
) -> None:
    event = price_event("412.5", feed=feed, symbol=symbol)
    found = replace(anomaly(event, severity=severity, direction=direction), detector=detector)
    assert alert_in(mailed(found)) == {
        "message_id": "id",
        "sent_at": "2026-11-20T17:00:00.000Z",
        "feed": feed,
        "symbol": symbol,
        "severity": severity,
        "direction": direction,
        "event_id": event.event_id,
        "detector": detector,
        "subject": alert_subject(found),
        "message": alert_body(found),
    }


def test_a_message_in_other_words_is_shown_without_what_it_does_not_say() -> None:
    alert = alert_in(Mail("id", NOON, "", "", "a test", f"{TOPIC}:1", "does this arrive?\n"))
    assert (alert["subject"], alert["message"]) == ("a test", "does this arrive?\n")
    assert {alert[name] for name in ("feed", "symbol", "severity", "direction", "event_id")} == {None}


def test_a_message_to_two_addresses_is_one_alert_and_other_mail_is_none(tmp_path: Path) -> None:
    home = TargetHome(tmp_path)
    box = Mailbox(home.mail_dir, lambda: NOON)
    alerts = AlertMails(MailFolder(home.mail_dir), TOPIC)
    operations = Subscriber("ada@example.org", f"{TOPIC}-not", f"{TOPIC}-not:1", "http://localhost")
    box.deliver(confirmation(ADA, "token", "asked", NOON))
    box.deliver(notification(operations, "an alarm", "ALARM", "alarm", NOON))
    for address in ("ada@example.org", "bob@example.org"):
        to = Subscriber(address, TOPIC, f"{TOPIC}:{address}", "http://localhost")
        box.deliver(notification(to, "one", "s", "same", NOON))
    alerts.collect()
    assert [alert["message_id"] for alert in alerts.alerts()] == ["same"]

    box.deliver(notification(ADA, "two", "s", "other", NOON))
    alerts.collect()
    assert [alert["message_id"] for alert in alerts.alerts()] == ["same", "other"]


def test_tail_alerts_reads_the_mailbox(tmp_path: Path) -> None:
    home = TargetHome(tmp_path)
    box = Mailbox(home.mail_dir, lambda: NOON)
    found = anomaly()
    box.deliver(notification(ADA, alert_body(found), alert_subject(found), "one", NOON))
    stack = outputs(inbox=None)
    assert [row.key for row in open_reader(source(tmp_path, stack=stack)).latest(5).rows] == ["one"]
    assert open_reader(source(tmp_path, stack=stack, symbol="TSLA")).latest(5).rows == []


def test_an_address_that_has_not_agreed_is_told(tmp_path: Path) -> None:
    box = Mailbox(TargetHome(tmp_path).mail_dir, lambda: NOON)
    sns, script = stubbed("sns")
    given = source(tmp_path, stack=outputs(inbox=None), sns=sns)
    assert unheard_addresses(given) == []  # nobody was asked, so nobody is asked about

    box.deliver(confirmation(ADA, "token", "asked", NOON))
    pending = {"SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": "ada@example.org"}
    script.add_response("list_subscriptions_by_topic", {"Subscriptions": [pending]}, {"TopicArn": TOPIC})
    assert unheard_addresses(given) == ["ada@example.org"]
