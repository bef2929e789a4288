"""`tail alerts`: the alerts' e-mails, or where a target has none the inbox that is subscribed to the topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.alert_mail import AlertMails
from finpulse_cli.features.tail.base import Column, Page, Row, Source
from finpulse_cli.features.tail.inbox import AlertInbox
from finpulse_cli.stack.mail_confirmation import confirmation_requests, waiting
from finpulse_cli.stack.mailbox import MailFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs

FILE_NAME = "alerts.jsonl"
COLUMNS = (
    Column("sent (UTC)", cells.moment("sent_at"), 14),
    Column("age", cells.age("sent_at"), 4, right=True, from_width=100),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("feed", cells.text("feed"), 18),
    Column("direction", cells.direction("direction"), 9),
    Column("severity", cells.severity("severity"), 8),
    Column("subject", cells.text("subject"), 60, from_width=125),
    Column("event id", cells.text("event_id"), 32, from_width=160),
)


class Alerts(Protocol):
    """Where alerts arrive."""

    def collect(self) -> None:
        """Take in what has arrived since."""

    def alerts(self) -> list[dict[str, Any]]:
        """Return every alert that was taken in, in the order they came; see `inbox.alert_of` for the members."""


def alerts_of(clients: Clients, outputs: StackOutputs, home: TargetHome) -> Alerts | None:
    """Return where a stack's alerts arrive; None where they go out to mailboxes of people."""
    if outputs.alert_inbox_url is not None:
        return AlertInbox(clients.sqs, outputs.alert_inbox_url, home.root / FILE_NAME)
    return AlertMails(MailFolder(home.mail_dir), outputs.alert_topic_arn) if home.mail_dir.is_dir() else None


@dataclass(frozen=True, slots=True)
class AlertReader:
    """Implements `base.Reader`; the cursor is the number of alerts that there were."""

    inbox: Alerts
    symbol: str | None = None
    feed: str | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Time, anomaly and subject line."""
        return COLUMNS

    def latest(self, limit: int) -> Page[int]:
        """Return the newest alerts."""
        page = self.fresh(0)
        return Page(page.rows[-limit:], page.cursor)

    def fresh(self, cursor: int) -> Page[int]:
        """Return the alerts that came since."""
        self.inbox.collect()
        alerts = self.inbox.alerts()
        rows = [Row(alert["message_id"], alert) for alert in alerts[cursor:] if self._wants(alert)]
        return Page(rows, len(alerts))

    def _wants(self, alert: Mapping[str, Any]) -> bool:
        return self.symbol in (None, alert.get("symbol")) and self.feed in (None, alert.get("feed"))


def unheard_addresses(source: Source) -> list[str]:
    """Return the addresses that alerts go to and that have not agreed yet, where this machine has their mailbox."""
    requests = confirmation_requests(MailFolder(source.home.mail_dir).mails())
    asked = [request for request in requests if request.topic_arn == source.outputs.alert_topic_arn]
    return [request.address for request in waiting(source.clients.sns, asked)]


def open_reader(source: Source) -> AlertReader:
    """Open where the stack's alerts arrive. Raises MissingError where that is no place of this machine."""
    alerts = alerts_of(source.clients, source.outputs, source.home)
    if alerts is None:
        raise MissingError(
            "this stack has no alert inbox: its alerts go out by e-mail",
            act("see what was alerted with `{}`, or set the Terraform variable alert_inbox", "anomalies"),
        )
    return AlertReader(alerts, source.symbol, source.feed)
