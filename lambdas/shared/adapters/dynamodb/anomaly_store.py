"""anomalies for their writer, anomaly_detector.

An anomaly and its count in counters are written in one transaction: either both are there or neither, and what is
there already is refused, so nothing counts twice.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item, expires_at
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.counter_keys import ANOMALIES, hour_bucket
from lambdas.shared.domain.timestamps import epoch_seconds, floor_minute
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import Anomaly

REFUSED = "ConditionalCheckFailed"


@dataclass(frozen=True, slots=True)
class DynamoAnomalyStore:
    """Implements `ports.AnomalyStore`."""

    client: DynamoDBClient
    table: str
    counters: str  # the table's name

    def add(self, anomaly: Anomaly, now: datetime) -> None:
        """Store an anomaly and count it; one that is stored already stays as it is."""
        put_refused, count_refused = self._write(anomaly, now)
        if count_refused and not put_refused:
            # the count is of another time, and DynamoDB has not come round to deleting it
            self._forget_count(anomaly, now)
            put_refused, count_refused = self._write(anomaly, now)
        if count_refused and not put_refused:
            raise DependencyError(f"an anomaly of {anomaly.event.series} could not be counted")

    def _write(self, anomaly: Anomaly, now: datetime) -> tuple[bool, bool]:
        """Write both; return whether the conditions of item and count refused that."""
        items: Any = [{"Put": self._put(anomaly, now)}, {"Update": self._count(anomaly, now)}]
        try:
            self.client.transact_write_items(TransactItems=items)
        except self.client.exceptions.TransactionCanceledException as error:
            codes = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
            if REFUSED not in codes:
                raise DependencyError(f"an anomaly of {anomaly.event.series} could not be stored: {error}") from error
            return codes[0] == REFUSED, codes[-1] == REFUSED
        return False, False

    def _put(self, anomaly: Anomaly, now: datetime) -> dict[str, Any]:
        return {
            "TableName": self.table,
            "Item": to_item(anomaly_item(anomaly, now)),
            "ConditionExpression": "attribute_not_exists(symbol) OR expires_at <= :now",
            "ExpressionAttributeValues": to_item({":now": epoch_seconds(now)}),
        }

    def _count(self, anomaly: Anomaly, now: datetime) -> dict[str, Any]:
        values = {":expiry": expires_at(anomaly, now), ":one": 1, ":now": epoch_seconds(now)}
        return {
            "TableName": self.counters,
            "Key": _count_key(anomaly),
            "UpdateExpression": "SET expires_at = :expiry ADD anomalies :one",
            "ConditionExpression": "attribute_not_exists(expires_at) OR expires_at > :now",
            "ExpressionAttributeValues": to_item(values),
        }

    def _forget_count(self, anomaly: Anomaly, now: datetime) -> None:
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.delete_item(
                TableName=self.counters,
                Key=_count_key(anomaly),
                ConditionExpression="expires_at <= :now",
                ExpressionAttributeValues=to_item({":now": epoch_seconds(now)}),
            )

    def claim_alert(self, anomaly: Anomaly) -> bool:
        """Mark the anomaly as alerted; False if it was already."""
        try:
            self._set_alerted(anomaly, to=True)
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def release_alert(self, anomaly: Anomaly) -> None:
        """Take a claim back."""
        self._set_alerted(anomaly, to=False)

    def _set_alerted(self, anomaly: Anomaly, *, to: bool) -> None:
        self.client.update_item(
            TableName=self.table,
            Key=to_item({"symbol": anomaly.event.symbol, "anomaly_id": anomaly.anomaly_id}),
            UpdateExpression="SET alerted = :to",
            ConditionExpression="alerted = :from",
            ExpressionAttributeValues=to_item({":to": to, ":from": not to}),
        )


def _count_key(anomaly: Anomaly) -> dict[str, Any]:
    event = anomaly.event
    hour = floor_minute(event.timestamp).replace(minute=0)
    return to_item({"scope": event.feed, "bucket": hour_bucket(ANOMALIES, hour, event.symbol)})
