"""anomalies for their writer, anomaly_detector."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.anomaly import DETECTOR
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import Anomaly

FEED = "all"  # the one partition of the index `recent`: anomalies are rare, and it answers "newest of all symbols"
SIGNIFICANT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class DynamoAnomalyStore:
    """Implements `ports.AnomalyStore`."""

    client: DynamoDBClient
    table: str

    def add(self, anomaly: Anomaly) -> None:
        """Stores an anomaly; one that is stored already stays as it is."""
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.put_item(
                TableName=self.table,
                Item=to_item(anomaly_item(anomaly)),
                ConditionExpression="attribute_not_exists(symbol)",
            )

    def claim_alert(self, anomaly: Anomaly) -> bool:
        """Marks the anomaly as alerted; False if it was already."""
        try:
            self._set_alerted(anomaly, to=True)
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def release_alert(self, anomaly: Anomaly) -> None:
        """Takes a claim back."""
        self._set_alerted(anomaly, to=False)

    def _set_alerted(self, anomaly: Anomaly, *, to: bool) -> None:
        self.client.update_item(
            TableName=self.table,
            Key=to_item({"symbol": anomaly.event.symbol, "anomaly_id": anomaly.anomaly_id}),
            UpdateExpression="SET alerted = :to",
            ConditionExpression="alerted = :from",
            ExpressionAttributeValues=to_item({":to": to, ":from": not to}),
        )


def anomaly_item(anomaly: Anomaly) -> dict[str, Any]:
    """The item of an anomaly that has not been alerted yet. Floats keep twelve significant digits."""
    event, score = anomaly.event, anomaly.score
    return {
        "symbol": event.symbol,
        "anomaly_id": anomaly.anomaly_id,
        "feed": FEED,
        "detected_at": format_timestamp(event.timestamp),
        "event_id": event.event_id,
        "source": event.source,
        "direction": str(anomaly.direction),
        "severity": str(anomaly.severity),
        "current_price": event.price,
        "mean_price": _decimal(score.mean),
        "stdev": _decimal(score.stdev),
        "z_score": _decimal(score.z),
        "deviation_percent": _decimal(score.deviation_percent),
        "detector": DETECTOR,
        "window": list(anomaly.window),
        "alerted": False,
    }


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")
