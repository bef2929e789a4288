"""anomalies for whoever says that they know of one: the first who says so is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.anomaly_reader import EVENT_INDEX
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.acknowledgement import Acknowledgement
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import AnomalyKey


@dataclass(frozen=True, slots=True)
class DynamoAcknowledgements:
    """Implements `ports.Acknowledgements`."""

    client: DynamoDBClient
    table: str

    def acknowledge(self, event_id: str, by: str, now: datetime) -> Acknowledgement | None:
        """Note on every anomaly of an event who knows of it; return what stands, None if there is no anomaly."""
        given = Acknowledgement(format_timestamp(now), by)
        standing = [self._note(key, given) for key in self._keys(event_id, now)]
        return next((one for one in standing if one is not None), None)

    def _note(self, key: AnomalyKey, given: Acknowledgement) -> Acknowledgement | None:
        symbol, anomaly_id = key
        try:
            self.client.update_item(
                TableName=self.table,
                Key=to_item({"symbol": symbol, "anomaly_id": anomaly_id}),
                UpdateExpression="SET acknowledged_at = :at, acknowledged_by = :by",
                ConditionExpression="attribute_exists(symbol) AND attribute_not_exists(acknowledged_at)",
                ExpressionAttributeValues=to_item({":at": given.at, ":by": given.by}),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            item: Any = error.response.get("Item")
            if not item:
                return None  # deleted since it was found
            known = from_item(item)
            return Acknowledgement(known["acknowledged_at"], known["acknowledged_by"])
        return given

    def _keys(self, event_id: str, now: datetime) -> list[AnomalyKey]:
        page = self.client.query(
            TableName=self.table,
            IndexName=EVENT_INDEX,
            KeyConditionExpression="event_id = :event_id",
            FilterExpression="expires_at > :now",
            ProjectionExpression="symbol, anomaly_id",
            ExpressionAttributeValues=to_item({":event_id": event_id, ":now": epoch_seconds(now)}),
        )
        items = map(from_item, page["Items"])
        return [(item["symbol"], item["anomaly_id"]) for item in items]
