"""E-mail subscriptions that wait for consent, and notifications that arrive in the mailbox.

MiniStack takes an address for confirmed at once, and of what it would send it writes a line into its log. Here a
subscription is pending until its link is followed or ConfirmSubscription is called with the token in it; then, and
not before, messages come. The rules are those of https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html,
API_ConfirmSubscription, API_ListSubscriptions (`PendingConfirmation` in place of an ARN) and API_Unsubscribe. That a
pending one cannot be unsubscribed, and the words, are what Terraform's AWS provider asks AWS's answer for. Tokens do
not expire here, and `email-json` stays the emulator's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, confirmation, notification

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
    from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail

Answer = tuple[int, dict[str, str], bytes]
Params = Mapping[str, Any]
Subscription = dict[str, Any]
EMAIL = "email"
PENDING = "pending confirmation"  # what Subscribe answers in place of an ARN
LISTED_PENDING = "PendingConfirmation"  # what lists have there
_LISTS = ("_list_subscriptions", "_list_subscriptions_by_topic")
_WRAPPED = ("_subscribe", "_confirm_subscription", "_unsubscribe", "_fanout", *_LISTS)


@dataclass(frozen=True, slots=True)
class Post:
    """What sending takes: the mailbox, the address that links lead to, the time in UTC, tokens nobody can guess."""

    mailbox: Mailbox | OutgoingMail
    base_url: str
    clock: Callable[[], datetime]
    new_token: Callable[[], str]


class MailSubscriptions:
    """Wraps functions of MiniStack's SNS; what is not about e-mail stays the emulator's."""

    def __init__(self, sns: Any, post: Post) -> None:
        self._sns = sns
        self._post = post
        self._original: dict[str, Callable[..., Any]] = {name: getattr(sns, name) for name in _WRAPPED}

    def install(self) -> None:
        """Put the wrappers in the place of the emulator's functions."""
        self._sns._subscribe = self.subscribe
        self._sns._confirm_subscription = self.confirm
        self._sns._unsubscribe = self.unsubscribe
        self._sns._fanout = self.fan_out
        for name in _LISTS:
            setattr(self._sns, name, self._listing(name))

    def subscribe(self, params: Params) -> Answer:
        """Subscribe. An address is asked for its consent, again with each request until it has given it."""
        protocol, address = self._p(params, "Protocol"), self._p(params, "Endpoint")
        if protocol != EMAIL:
            return self._answer("_subscribe", params)
        if "@" not in address:
            return self._invalid("Invalid parameter: Email address")
        known = self._find(self._p(params, "TopicArn"), address)
        answer = self._answer("_subscribe", params)
        sub = self._find(self._p(params, "TopicArn"), address)
        if answer[0] != 200 or sub is None:
            return answer
        if known is None:
            self._hold_back(sub)
        return answer if sub["confirmed"] else self._ask(sub, params)

    def confirm(self, params: Params) -> Answer:
        """Confirm by token; a token that was used before answers the same again."""
        topic = self._topic(self._p(params, "TopicArn"))
        token = self._p(params, "Token")
        sub = next((it for it in self._mailed(topic) if token and it.get("token") == token), None)
        if sub is None:
            return self._answer("_confirm_subscription", params)
        if not sub["confirmed"]:
            authenticated = self._p(params, "AuthenticateOnUnsubscribe") == "true"
            sub["attributes"] |= {
                "PendingConfirmation": "false",
                "ConfirmationWasAuthenticated": str(authenticated).lower(),
            }
            sub["confirmed"] = True
            self._sns._refresh_subscription_counts(topic)
        return self._told("ConfirmSubscription", sub["arn"])

    def unsubscribe(self, params: Params) -> Answer:
        """Unsubscribe, unless nobody has agreed yet."""
        arn = self._p(params, "SubscriptionArn")
        sub = self._sns._find_subscription(self._sns._sub_arn_to_topic.get(arn, ""), arn)
        if sub is not None and sub["protocol"] == EMAIL and not sub["confirmed"]:
            return self._invalid("Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation")
        return self._answer("_unsubscribe", params)

    def fan_out(
        self,
        topic_arn: str,
        msg_id: str,
        message: str,
        subject: str,
        message_structure: str = "",
        message_attributes: Mapping[str, Any] | None = None,
        **group: Any,
    ) -> None:
        """Deliver a message as the emulator does, and to the confirmed addresses as e-mail."""
        self._original["_fanout"](topic_arn, msg_id, message, subject, message_structure, message_attributes, **group)
        text = self._sns._resolve_message_for_protocol(message, message_structure, EMAIL)
        for sub in self._mailed(self._topic(topic_arn)):
            if sub["confirmed"] and self._sns._matches_filter_policy(sub, message_attributes or {}, text):
                mail = notification(self._subscriber(sub), text, subject, msg_id, self._post.clock())
                self._post.mailbox.deliver(mail)

    def _listing(self, name: str) -> Callable[[Params], Answer]:
        def listed(params: Params) -> Answer:
            status, headers, body = self._answer(name, params)
            for topic in self._sns._topics.values():
                for sub in topic["subscriptions"]:
                    if not sub["confirmed"]:
                        body = body.replace(_element(sub["arn"]), _element(LISTED_PENDING))
            return status, headers, body

        return listed

    def _hold_back(self, sub: Subscription) -> None:
        """Take back the consent that the emulator presumed."""
        sub["confirmed"] = False
        sub["token"] = self._post.new_token()
        sub["attributes"] |= {"PendingConfirmation": "true", "ConfirmationWasAuthenticated": "false"}
        self._sns._refresh_subscription_counts(self._topic(sub["topic_arn"]))

    def _ask(self, sub: Subscription, params: Params) -> Answer:
        message_id = self._sns.new_uuid()
        self._post.mailbox.deliver(confirmation(self._subscriber(sub), sub["token"], message_id, self._post.clock()))
        told_arn = self._p(params, "ReturnSubscriptionArn") == "true"
        return self._told("Subscribe", sub["arn"] if told_arn else PENDING)

    def _subscriber(self, sub: Subscription) -> Subscriber:
        topic = self._topic(sub["topic_arn"]) or {}
        name = topic.get("attributes", {}).get("DisplayName", "")
        return Subscriber(sub["endpoint"], sub["topic_arn"], sub["arn"], self._post.base_url, name)

    def _find(self, topic_arn: str, address: str) -> Subscription | None:
        return next((sub for sub in self._mailed(self._topic(topic_arn)) if sub["endpoint"] == address), None)

    def _mailed(self, topic: Mapping[str, Any] | None) -> Iterator[Subscription]:
        return (sub for sub in list(topic["subscriptions"] if topic else ()) if sub["protocol"] == EMAIL)

    def _topic(self, arn: str) -> dict[str, Any] | None:
        topic: dict[str, Any] | None = self._sns._topic_by_arn_any_scope(self._sns._normalize_arn(arn))
        return topic

    def _p(self, params: Params, name: str) -> str:
        return str(self._sns._p(params, name))

    def _answer(self, name: str, params: Params) -> Answer:
        answer: Answer = self._original[name](params)
        return answer

    def _told(self, action: str, arn: str) -> Answer:
        answer: Answer = self._sns._xml(
            200, f"{action}Response", f"<{action}Result>{_element(arn).decode()}</{action}Result>"
        )
        return answer

    def _invalid(self, text: str) -> Answer:
        answer: Answer = self._sns._error("InvalidParameter", text, 400)
        return answer


def _element(arn: str) -> bytes:
    return f"<SubscriptionArn>{arn}</SubscriptionArn>".encode()


def install(post: Post) -> MailSubscriptions:
    """Wrap MiniStack's functions."""
    subscriptions = MailSubscriptions(import_module("ministack.services.sns"), post)
    subscriptions.install()
    return subscriptions
