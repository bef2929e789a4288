"""A test alert through the topic, and what arrived where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.wait import wait_until
from finpulse_cli.features.alerts.webhooks import deliveries_of
from finpulse_cli.stack.mailbox import MailFolder
from lambdas.shared.wire.alert_message import AlertKind, typed_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from finpulse_cli.features.tail.base import Source
    from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore

PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a test at one place. `arrived` is None where nobody here can tell: in a person's mailbox."""

    place: str
    arrived: bool | None
    detail: str

    def values(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {"place": self.place, "arrived": self.arrived, "detail": self.detail}


def try_alerts(
    source: Source, trial: str, timeout_seconds: float, pause_seconds: float = PAUSE_SECONDS
) -> list[Arrival]:
    """Publish a test called `trial` to everybody who gets alerts; return where it arrived within the time."""
    alert_id = f"test/{trial}"
    subject = f"FinPulse test {trial}"
    source.clients.sns.publish(
        TopicArn=source.outputs.alert_topic_arn,
        Subject=subject,
        Message="This is a test of where alerts go. Nothing has happened.",
        MessageAttributes=typed_attributes({"kind": str(AlertKind.TEST), "alert_id": alert_id}),
    )
    looks = [*_webhook_looks(source, alert_id), *_mail_looks(source, subject)]
    wait_until(lambda: all(look().arrived is not False for look in looks), timeout_seconds, pause_seconds=pause_seconds)
    return [look() for look in looks]


def _webhook_looks(source: Source, alert_id: str) -> Iterable[Callable[[], Arrival]]:
    deliveries = deliveries_of(source)
    return [partial(_webhook_look, deliveries, name, alert_id) for name in sorted(source.outputs.webhooks or {})]


def _webhook_look(deliveries: DynamoDeliveryStore, webhook: str, alert_id: str) -> Arrival:
    known = deliveries.delivery(webhook, alert_id)
    if "delivered_at" in known:
        return Arrival(webhook, True, f"taken at {known['delivered_at']}, attempt {known['attempts']}")
    if "failure" in known:
        return Arrival(webhook, False, f"not taken: {known['failure']}, attempt {known['attempts']}")
    return Arrival(webhook, False, "not tried yet")


def _mail_looks(source: Source, subject: str) -> Iterable[Callable[[], Arrival]]:
    """Look into the sandbox's mailbox; of people's mailboxes it is only known that there are some."""
    topic = source.outputs.alert_topic_arn
    pages = source.clients.sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    mailed = [one for page in pages for one in page["Subscriptions"] if one["Protocol"] == "email"]
    return [partial(_mail_look, source, one, subject) for one in mailed]


def _mail_look(source: Source, subscription: Any, subject: str) -> Arrival:
    address = subscription["Endpoint"]
    if not subscription["SubscriptionArn"].startswith("arn:"):
        return Arrival(address, None, "has not agreed to get alerts: the link in its e-mail was not followed")
    if not source.home.mail_dir.is_dir():
        return Arrival(address, None, "sent; look into that mailbox")
    found = any(mail.to == address and mail.subject == subject for mail in MailFolder(source.home.mail_dir).mails())
    return Arrival(address, found, "in the mailbox" if found else "not in the mailbox")
