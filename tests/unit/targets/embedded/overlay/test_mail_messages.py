"""The e-mails of SNS, byte for byte where AWS's are known."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from finpulse_cli.stack.mailbox import parse_mail
from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, confirmation, notification
from finpulse_cli.targets.embedded.overlay.mailbox import _UNFOLDED
from tests.factories import NOON

TOPIC = "arn:aws:sns:us-east-1:000000000000:finpulse-alerts"
ADA = Subscriber("ada@example.org", TOPIC, f"{TOPIC}:7f1c", "http://localhost:4566")
ID = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"


def read(mail: EmailMessage) -> Any:
    return message_from_bytes(mail.as_bytes(policy=_UNFOLDED), _class=EmailMessage, policy=default)


def test_a_notification_has_sns_headers_and_footer() -> None:
    mail = read(notification(ADA, "AAPL fell.", "HIGH DROP: AAPL", ID, NOON))
    assert mail["From"] == "AWS Notifications <no-reply@sns.amazonaws.com>"
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "HIGH DROP: AAPL")
    assert mail["Date"] == "Fri, 20 Nov 2026 17:00:00 +0000"
    assert mail["Message-ID"] == f"<{int(NOON.timestamp() * 1000):016x}-{ID}-000000@email.amazonses.com>"
    assert (mail["x-amz-sns-message-id"], mail["x-amz-sns-subscription-arn"]) == (ID, f"{TOPIC}:7f1c")
    assert mail.get_content_type() == "text/plain"
    assert mail["Content-Transfer-Encoding"] == "7bit"
    assert mail.get_content() == (
        "AAPL fell.\n\n--\n"
        "If you wish to stop receiving notifications from this topic, please click or visit the link below to "
        "unsubscribe:\n"
        f"http://localhost:4566/unsubscribe.html?SubscriptionArn={TOPIC}:7f1c&Endpoint=ada@example.org\n\n"
        "Please do not reply directly to this email. If you have any questions or comments regarding this email, "
        "please contact us at https://aws.amazon.com/support\n"
    )


@pytest.mark.parametrize("message", ["naïve £5 → €6", "x" * 5000])
def test_other_letters_and_endless_lines_arrive_as_they_were(message: str) -> None:
    mail = notification(ADA, message, "", ID, NOON)
    assert read(mail).get_content().startswith(message + "\n\n--\n")
    assert max(map(len, mail.as_bytes().splitlines())) <= 998
    assert mail["Subject"] == "AWS Notification Message"


def test_a_subject_adds_no_header() -> None:
    mail = read(notification(ADA, "m", "one\r\nBcc: eve@example.org", ID, NOON))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "one Bcc: eve@example.org"


def test_a_topics_display_name_is_the_senders() -> None:
    named = Subscriber("ada@example.org", TOPIC, "arn", "http://localhost", "FinPulse")
    assert notification(named, "m", "s", ID, NOON)["From"] == "FinPulse <no-reply@sns.amazonaws.com>"


def test_a_confirmation_asks_with_a_link() -> None:
    sent = confirmation(ADA, "70ken", ID, NOON)
    assert sent["Subject"] == "AWS Notification - Subscription Confirmation"
    mail = parse_mail(sent.as_bytes(), "key")
    link = f"http://localhost:4566/confirmation.html?TopicArn={TOPIC}&Token=70ken&Endpoint=ada@example.org"
    assert mail.confirmation_link == link
    assert f"You have chosen to subscribe to the topic: \n{TOPIC}\n" in mail.text
    assert (
        "To confirm this subscription, click or visit the link below (If this was in error no action is necessary): \n"
        f"Confirm subscription\n{link}\n"
    ) in mail.text
    assert mail.text.endswith("confirmation requests please send an email to sns-opt-out\n")
