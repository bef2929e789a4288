"""Alerts in a mailbox: what `lambdas.shared.domain.alert_text` says in words, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from finpulse_cli.stack.mailbox import Mail, MailFolder

FOOTER = "\n\n--\nIf you wish to stop receiving notifications"  # SNS's, below every message
_SAID = {
    "symbol": re.compile(r"\A(\S+) traded at "),
    "severity": re.compile(r"^Severity (\w+), direction ", re.MULTILINE),
    "direction": re.compile(r"^Severity \w+, direction (\w+), ", re.MULTILINE),
    "detector": re.compile(r"^Severity .*, detector (\w+)\.$", re.MULTILINE),
    "event_id": re.compile(r"^finpulse anomalies explain ([0-9a-f]{32})$", re.MULTILINE),
}
_RUN = re.compile(r"\A.* in run (\S+) of a replay of (\S+), not in the market\.$", re.MULTILINE)


def alert_in(mail: Mail) -> dict[str, Any]:
    """Return an alert as an inbox has it; what an e-mail does not say, as one of another version may, is None."""
    message = mail.text.partition(FOOTER)[0]
    said = {name: found[1] if (found := words.search(message)) else None for name, words in _SAID.items()}
    return {
        "message_id": mail.id,
        "sent_at": format_timestamp(mail.sent_at),
        "feed": _feed(message) if said["symbol"] else None,
        **said,
        "subject": mail.subject,
        "message": message,
    }


@dataclass(frozen=True, slots=True)
class AlertMails:
    """Implements `alerts.Alerts` on a mailbox: the notifications of one topic, each once, whoever they are for."""

    folder: MailFolder
    topic_arn: str
    _read: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    def collect(self) -> None:
        """Read the e-mails that are new."""
        for key, mail in self.folder.by_key(but=self._read).items():
            self._read[key] = alert_in(mail) if self._is_alert(mail) else None

    def alerts(self) -> list[dict[str, Any]]:
        """Return every alert that was read, in the order they came."""
        by_id = {alert["message_id"]: alert for alert in self._read.values() if alert is not None}
        return list(by_id.values())

    def _is_alert(self, mail: Mail) -> bool:
        return mail.topic_arn == self.topic_arn and mail.confirmation_link is None


def _feed(message: str) -> str:
    run = _RUN.search(message)
    return f"{run[2]}.{run[1]}" if run else LIVE
