"""`tail alerts`: what would be an e-mail on AWS, from the inbox that is subscribed to the topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Page, Row, Source
from finpulse_cli.features.tail.inbox import AlertInbox

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


@dataclass(frozen=True, slots=True)
class AlertReader:
    """Implements `base.Reader`; the cursor is the number of alerts that the inbox held."""

    inbox: AlertInbox
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


def open_reader(source: Source) -> AlertReader:
    """Open the stack's inbox. Raises MissingError where alerts go out by e-mail only."""
    url = source.outputs.alert_inbox_url
    if url is None:
        raise MissingError(
            "this stack has no alert inbox: its alerts go out by e-mail",
            act("see what was alerted with `{}`, or set the Terraform variable alert_inbox", "anomalies"),
        )
    return AlertReader(AlertInbox(source.clients.sqs, url, source.home.root / FILE_NAME), source.symbol, source.feed)
