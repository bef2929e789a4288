"""What the topic of alerts carries: attributes that subscribers filter by, and the message as a queue gets it.

The envelope that SNS puts around a message for a queue:
https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.numbers import from_statistic
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.shared.domain.anomaly import Anomaly


class AlertKind(StrEnum):
    """What a message is about. Only alerts have a severity, a symbol and what else an anomaly has."""

    ALERT = "alert"
    DIGEST = "digest"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """One message of the topic. `alert_id` is the same however often it comes; `sent_at` is SNS's own timestamp.

    `symbol` and `anomaly_id` are the key of the anomaly that an alert is about; `details` are its numbers.
    """

    alert_id: str
    kind: AlertKind
    subject: str
    text: str
    sent_at: str
    attributes: Mapping[str, str]
    details: Mapping[str, Any] | None = None

    @property
    def anomaly_key(self) -> tuple[str, str] | None:
        """The key of its anomaly; None for anything but an alert."""
        symbol, anomaly_id = self.attributes.get("symbol"), self.attributes.get("anomaly_id")
        return (symbol, anomaly_id) if self.kind is AlertKind.ALERT and symbol and anomaly_id else None


def alert_attributes(anomaly: Anomaly) -> dict[str, str]:
    """Return the attributes of an anomaly's alert."""
    event = anomaly.event
    return {
        "kind": str(AlertKind.ALERT),
        "alert_id": f"{event.symbol}/{anomaly.anomaly_id}",
        "feed": event.feed,
        "symbol": event.symbol,
        "severity": str(anomaly.severity),
        "direction": str(anomaly.direction),
        "event_id": event.event_id,
        "anomaly_id": anomaly.anomaly_id,
        "detector": anomaly.detector,
        "details": json_text(_details(anomaly)),
    }


def typed_attributes(attributes: Mapping[str, str]) -> dict[str, Any]:
    """Return attributes as SNS takes them."""
    return {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}


def read_message(body: str) -> AlertMessage:
    """Read the body of a queue's message. Raises `RecordError` for one that is no message of the topic."""
    try:
        envelope = json.loads(body, parse_float=Decimal)
        attributes = {name: str(of["Value"]) for name, of in envelope["MessageAttributes"].items()}
        details = attributes.pop("details", None)
        return AlertMessage(
            alert_id=attributes.pop("alert_id"),
            kind=AlertKind(attributes.pop("kind")),
            subject=str(envelope.get("Subject") or ""),
            text=str(envelope["Message"]),
            sent_at=str(envelope["Timestamp"]),
            attributes=attributes,
            details=json.loads(details, parse_float=Decimal) if details else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(f"no message of the topic of alerts: {type(error).__name__}: {error}"[:200]) from error


def _details(anomaly: Anomaly) -> dict[str, Any]:
    event, score = anomaly.event, anomaly.score
    return {
        "detected_at": format_timestamp(event.timestamp),
        "current_price": event.price,
        "mean_price": from_statistic(score.mean),
        "stdev": from_statistic(score.stdev),
        "z_score": from_statistic(score.z),
        "deviation_percent": from_statistic(score.deviation_percent),
        "detector": anomaly.detector,
    }
