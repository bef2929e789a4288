"""counters for data_ingester: whose turn it is to be asked for, in one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.counter_keys import REQUESTS, TURN
from lambdas.shared.domain.spreading import Turn

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY = to_item({"scope": REQUESTS, "bucket": TURN})


@dataclass(frozen=True, slots=True)
class DynamoAskingTurns:
    """Implements `ports.AskingTurns`. The item has no end: a plan may rest for longer than any of its days is kept."""

    client: DynamoDBClient
    table: str

    def read(self) -> Turn:
        """Return where the turn stands, read consistently."""
        item = from_item(self.client.get_item(TableName=self.table, Key=_KEY, ConsistentRead=True).get("Item", {}))
        return Turn(int(item.get("position", 0)), _moment(item.get("asked_at")), _moment(item.get("fell_due")))

    def move(self, before: Turn, after: Turn) -> bool:
        """Move it on, if it stands where it stood."""
        stands = "attribute_not_exists(#position)" if before.asked_at is None else "#position = :before"
        values = {
            ":before": None if before.asked_at is None else before.position,
            ":position": after.position,
            ":asked": _text(after.asked_at),
            ":due": _text(after.fell_due),
        }
        try:
            self.client.update_item(
                TableName=self.table,
                Key=_KEY,
                UpdateExpression="SET #position = :position, asked_at = :asked, fell_due = :due",
                ConditionExpression=stands,
                ExpressionAttributeNames={"#position": "position"},
                ExpressionAttributeValues=to_item(values),
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
