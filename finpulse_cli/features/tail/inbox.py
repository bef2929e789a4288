"""The inbox of alerts: an SQS queue emptied into a file, which remembers every alert.

A message is deleted from the queue only after it is safely in the file, and one that is in the file is not written
again: whatever is interrupted, no alert is lost and none is shown twice.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

ATTRIBUTES = ("feed", "symbol", "severity", "direction", "event_id", "detector")
# Long polling asks every server of the queue; an answer without it may miss messages that are there.
WAIT_SECONDS = 1
RECEIVED_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class AlertInbox:
    """The queue at `queue_url` and the file at `path` that it is emptied into."""

    client: SQSClient
    queue_url: str
    path: Path

    def collect(self) -> None:
        """Move every message that is in the queue into the file."""
        while messages := self._receive():
            self._remember([alert_of(message) for message in messages])
            entries = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]} for place, message in enumerate(messages)
            ]
            # One that stays comes again later and is known by then.
            self.client.delete_message_batch(QueueUrl=self.queue_url, Entries=entries)  # type: ignore[arg-type]

    def alerts(self) -> list[dict[str, Any]]:
        """Return every alert in the file, in the order they came."""
        try:
            with self.path.open(encoding="utf-8") as file:
                return list(_complete_lines(file))
        except FileNotFoundError:
            return []

    def _receive(self) -> list[MessageTypeDef]:
        reply = self.client.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=RECEIVED_AT_ONCE, WaitTimeSeconds=WAIT_SECONDS
        )
        return reply.get("Messages", [])

    def _remember(self, alerts: list[dict[str, Any]]) -> None:
        with self._locked() as file:
            known = {alert["message_id"] for alert in _complete_lines(file)}
            if _is_torn(file):
                file.write("\n")
            for alert in alerts:
                if alert["message_id"] not in known:
                    known.add(alert["message_id"])
                    file.write(json.dumps(alert, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        """Open the file, held against another `tail alerts`; it is read from its start and written at its end."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            yield file


def alert_of(message: MessageTypeDef) -> dict[str, Any]:
    """Return an alert from a queue message: SNS's envelope opened, or the bare body where there is none.

    `message_id` is SNS's own, which stays the same when SNS delivers twice.
    """
    envelope = _envelope(message.get("Body", ""))
    attributes = envelope.get("MessageAttributes") or {}
    return {
        "message_id": envelope.get("MessageId") or message["MessageId"],
        "sent_at": envelope.get("Timestamp"),
        **{name: (attributes.get(name) or {}).get("Value") for name in ATTRIBUTES},
        "subject": envelope.get("Subject"),
        "message": envelope.get("Message", message.get("Body", "")),
    }


def _envelope(body: str) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) and "Message" in value else {}


def _complete_lines(file: IO[str]) -> Iterator[dict[str, Any]]:
    """Yield the alerts of a file; a line that a crash left half written is passed over."""
    for line in file:
        try:
            alert = json.loads(line)
        except ValueError:
            continue
        if isinstance(alert, dict) and "message_id" in alert:
            yield alert


def _is_torn(file: IO[str]) -> bool:
    """Return whether the last line lacks its end, so that the next one would be glued to it."""
    end = file.seek(0, os.SEEK_END)
    if end == 0:
        return False
    with Path(file.name).open("rb") as raw:
        raw.seek(end - 1)
        return raw.read(1) != b"\n"
