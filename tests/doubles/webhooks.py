"""What alert_webhook works with, in memory: deliveries, a receiver, queues; and the messages that queues hand to it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.ports import DeliveryClaim, Posted
from lambdas.shared.wire.alert_message import alert_attributes
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly, AnomalyKey
    from tests.doubles.steps import Step

CLAIM_LASTS = timedelta(seconds=60)
SENT_AT = "2026-11-20T17:00:00.123Z"
QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:"


def envelope(anomaly: Anomaly, **changed: str) -> str:
    """The body of a queue's message for an alert, as SNS writes it."""
    return plain_envelope(alert_subject(anomaly), alert_body(anomaly), **alert_attributes(anomaly) | changed)


def plain_envelope(subject: str, text: str, **attributes: str) -> str:
    """The same for any message."""
    typed = {name: {"Type": "String", "Value": value} for name, value in attributes.items()}
    members = {"Type": "Notification", "Subject": subject, "Message": text, "Timestamp": SENT_AT}
    return json.dumps(members | {"MessageAttributes": typed})


def queue_event(*bodies: str, queue: str = "hooks", received: int = 1) -> dict[str, Any]:
    """What an SQS mapping hands to a function."""
    return {
        "Records": [
            {
                "messageId": f"m{place}",
                "receiptHandle": f"r{place}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": str(received)},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"{QUEUE_ARN}{queue}",
            }
            for place, body in enumerate(bodies)
        ]
    }


class MemoryDeliveries:
    """Implements `ports.DeliveryStore`; `noted` are the anomalies that say where their alert arrived."""

    def __init__(self, step: Step = never_fails, owner: str = "us") -> None:
        self.owner = owner
        self.delivered: set[tuple[str, str]] = set()
        self.noted: set[tuple[AnomalyKey, str]] = set()
        self.claims: dict[tuple[str, str], tuple[str, datetime]] = {}
        self.reasons: dict[tuple[str, str], str] = {}
        self._step = step

    def claim(self, webhook: str, alert_id: str, now: datetime) -> DeliveryClaim:
        """Claims what has not arrived and nobody else has."""
        self._step("deliveries.claim")
        key = (webhook, alert_id)
        if key in self.delivered:
            return DeliveryClaim.DELIVERED
        owner, until = self.claims.get(key, (self.owner, now))
        if owner != self.owner and until > now:
            return DeliveryClaim.TAKEN
        self.claims[key] = (self.owner, now + CLAIM_LASTS)
        self._step("deliveries.claimed")
        return DeliveryClaim.OURS

    def note_delivered(self, webhook: str, alert_id: str, anomaly: AnomalyKey | None, now: datetime) -> None:
        """Notes that it has arrived."""
        assert now
        self._step("deliveries.note")
        self.delivered.add((webhook, alert_id))
        self.claims.pop((webhook, alert_id), None)
        if anomaly is not None:
            self.noted.add((anomaly, webhook))
        self._step("deliveries.noted")

    def give_back(self, webhook: str, alert_id: str, reason: str) -> None:
        """Ends our claim."""
        self._step("deliveries.give_back")
        if self.claims.get((webhook, alert_id), ("", None))[0] == self.owner:
            del self.claims[webhook, alert_id]
            self.reasons[webhook, alert_id] = reason


@dataclass
class MemoryReceiver:
    """Implements `ports.WebhookSender`; `fate` says what becomes of each POST, by its number from 1."""

    fate: Callable[[int], Posted] = lambda _number: Posted(is_delivered=True)
    posts: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """Takes it, or does not."""
        self.posts.append((url, headers, body))
        posted = self.fate(len(self.posts))
        if posted.is_delivered:
            self.taken[headers["X-FinPulse-Alert"]] += 1
        return posted


@dataclass
class MemoryQueues:
    """Implements `ports.Postponer`."""

    postponed: dict[str, int] = field(default_factory=dict)

    def postpone(self, queue: str, receipt: str, seconds: int) -> None:
        """Notes for how long."""
        self.postponed[f"{queue}/{receipt}"] = seconds
