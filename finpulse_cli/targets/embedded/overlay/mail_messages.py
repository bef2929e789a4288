"""The e-mails of SNS, as they arrive at a subscriber on AWS (pure).

AWS documents the steps, not the messages: https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, and
the form of the link in https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html. Subjects, sender and
the sentences of both bodies are those of messages that subscribers have published, the same ones from 2015 to 2026. A
notification is plain text; a confirmation is HTML around the words "Confirm subscription". Of its markup no more is
known than the two links.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from finpulse_cli.stack.mailbox import CONFIRMATION_PATH

if TYPE_CHECKING:
    from datetime import datetime

SENDER = "no-reply@sns.amazonaws.com"
SENDER_NAME = "AWS Notifications"  # unless the topic has a display name
NO_SUBJECT = "AWS Notification Message"
CONFIRMATION_SUBJECT = "AWS Notification - Subscription Confirmation"
UNSUBSCRIBE_PATH = "/unsubscribe.html"
_LONGEST_LINE = 998  # characters without the line's end, RFC 5322

_FOOTER = """

--
If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
{url}

Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact \
us at https://aws.amazon.com/support
"""
_CONFIRMATION = """\
<html><body><p>You have chosen to subscribe to the topic: <br /><b>{topic}</b></p>
<p>To confirm this subscription, click or visit the link below (If this was in error no action is necessary): <br />
<a href="{url}">Confirm subscription</a></p>
<p>Please do not reply directly to this email. If you wish to remove yourself from receiving all future SNS \
subscription confirmation requests please send an email to <a href="mailto:sns-opt-out@amazon.com">sns-opt-out</a></p>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who a message is for: a confirmed or pending e-mail subscription. `base_url` is where its links lead."""

    address: str
    topic_arn: str
    subscription_arn: str
    base_url: str
    display_name: str = ""

    def unsubscribe_url(self) -> str:
        """Return the link below every notification."""
        return self._url(UNSUBSCRIBE_PATH, SubscriptionArn=self.subscription_arn)

    def confirmation_url(self, token: str) -> str:
        """Return the link that confirms the subscription."""
        return self._url(CONFIRMATION_PATH, TopicArn=self.topic_arn, Token=token)

    def _url(self, path: str, **parameters: str) -> str:
        query = urlencode(parameters | {"Endpoint": self.address}, safe=":@")
        return f"{self.base_url}{path}?{query}"


def notification(to: Subscriber, message: str, subject: str, message_id: str, sent_at: datetime) -> EmailMessage:
    """Return what a published message is to a subscriber. `message_id` is SNS's, a UUID; no subject is SNS's own."""
    mail = _envelope(to, subject or NO_SUBJECT, message_id, sent_at)
    text = message + _FOOTER.format(url=to.unsubscribe_url())
    is_plain = text.isascii() and all(len(line) <= _LONGEST_LINE for line in text.splitlines())
    mail.set_content(text, cte="7bit" if is_plain else "quoted-printable")
    return mail


def confirmation(to: Subscriber, token: str, message_id: str, sent_at: datetime) -> EmailMessage:
    """Return what asks a subscriber for consent: the only message until the link in it was followed."""
    mail = _envelope(to, CONFIRMATION_SUBJECT, message_id, sent_at)
    html = _CONFIRMATION.format(topic=escape(to.topic_arn), url=escape(to.confirmation_url(token)))
    mail.set_content(html, subtype="html", cte="quoted-printable")
    return mail


def _envelope(to: Subscriber, subject: str, message_id: str, sent_at: datetime) -> EmailMessage:
    """Return the headers. SNS sends through SES, whose message ids begin with the time in milliseconds."""
    mail = EmailMessage()
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = formataddr((to.display_name or SENDER_NAME, SENDER))
    mail["To"] = to.address
    mail["Message-ID"] = f"<{int(sent_at.timestamp() * 1000):016x}-{message_id}-000000@email.amazonses.com>"
    mail["Subject"] = " ".join(subject.split())
    mail["x-amz-sns-message-id"] = message_id
    mail["x-amz-sns-subscription-arn"] = to.subscription_arn
    return mail
