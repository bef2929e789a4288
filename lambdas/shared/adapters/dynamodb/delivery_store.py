"""alerting, one partition a webhook: `delivery:<webhook>`, an item for each alert that it was sent or is to be sent.

An item says who sends the alert and until when nobody else may, then when it arrived, or why it has not.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp
from lambdas.shared.ports import DeliveryClaim

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import AnomalyKey

KEPT_DAYS = 15  # longer than SQS keeps a message, so that one that is sent back late is known
CLAIM_LASTS = timedelta(seconds=60)  # longer than a function works
_FREE = (
    "attribute_not_exists(delivered_at) AND "
    "(attribute_not_exists(claimed_by) OR claimed_by = :owner OR claimed_until <= :now)"
)


@dataclass(frozen=True, slots=True)
class DynamoDeliveryStore:
    """Implements `ports.DeliveryStore`. `owner` is of this process alone: it tells its claims from those of others."""

    client: DynamoDBClient
    table: str
    anomalies: str  # the table's name
    owner: str

    def claim(self, webhook: str, alert_id: str, now: datetime) -> DeliveryClaim:
        """Claim the delivery of an alert to a webhook."""
        try:
            self._update(
                webhook,
                alert_id,
                "SET claimed_by = :owner, claimed_until = :until, expires_at = :expiry ADD attempts :one",
                _FREE,
                {
                    ":owner": self.owner,
                    ":until": epoch_seconds(now + CLAIM_LASTS),
                    ":expiry": expiry(now, KEPT_DAYS),
                    ":now": epoch_seconds(now),
                    ":one": 1,
                },
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            standing: Any = error.response.get("Item", {})
            return DeliveryClaim.DELIVERED if "delivered_at" in standing else DeliveryClaim.TAKEN
        return DeliveryClaim.OURS

    def note_delivered(self, webhook: str, alert_id: str, anomaly: AnomalyKey | None, now: datetime) -> None:
        """Note that an alert has arrived, with the alert first and then with its anomaly, unless that is gone."""
        self._update(
            webhook,
            alert_id,
            "SET delivered_at = :at, expires_at = :expiry REMOVE claimed_by, claimed_until, failure",
            "attribute_not_exists(delivered_at)",
            {":at": format_timestamp(now), ":expiry": expiry(now, KEPT_DAYS)},
            unless_refused=True,
        )
        if anomaly is None:
            return
        symbol, anomaly_id = anomaly
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.update_item(
                TableName=self.anomalies,
                Key=to_item({"symbol": symbol, "anomaly_id": anomaly_id}),
                UpdateExpression="SET delivered_to = list_append(if_not_exists(delivered_to, :none), :webhook)",
                ConditionExpression="attribute_exists(symbol) AND NOT contains(delivered_to, :name)",
                ExpressionAttributeValues=to_item({":none": [], ":webhook": [webhook], ":name": webhook}),
            )

    def give_back(self, webhook: str, alert_id: str, reason: str) -> None:
        """End our claim on an alert that has not arrived, and note why; leave what is another's alone."""
        self._update(
            webhook,
            alert_id,
            "SET failure = :reason REMOVE claimed_by, claimed_until",
            "claimed_by = :owner",
            {":reason": reason, ":owner": self.owner},
            unless_refused=True,
        )

    def delivery(self, webhook: str, alert_id: str) -> dict[str, Any]:
        """Return what is known of a delivery: `delivered_at`, `failure`, `attempts`, as far as there are any."""
        found = self.client.get_item(TableName=self.table, Key=_key(webhook, alert_id), ConsistentRead=True)
        return from_item(found.get("Item", {}))

    def _update(
        self,
        webhook: str,
        alert_id: str,
        change: str,
        condition: str,
        values: dict[str, Any],
        *,
        unless_refused: bool = False,
    ) -> None:
        try:
            self.client.update_item(
                TableName=self.table,
                Key=_key(webhook, alert_id),
                UpdateExpression=change,
                ConditionExpression=condition,
                ExpressionAttributeValues=to_item(values),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            if not unless_refused:
                raise


def _key(webhook: str, alert_id: str) -> dict[str, Any]:
    return to_item({"scope": f"delivery:{webhook}", "name": alert_id})
