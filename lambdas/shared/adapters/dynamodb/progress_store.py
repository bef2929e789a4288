"""consumer_progress: how far each consumer has come in each shard.

One small write a batch buys an exact answer to "has this consumer processed that record?" on every target,
which no emulator offers and CloudWatch offers only by the minute.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.wire.kinesis_records import StreamRecord


@dataclass(frozen=True, slots=True)
class DynamoProgressStore:
    """Implements `ports.ProgressStore`."""

    client: DynamoDBClient
    table: str

    def advance(self, consumer: str, records: Sequence[StreamRecord], updated_at: datetime) -> None:
        """Note that the records, all of one shard and at least one, are done; a redelivery changes nothing."""
        last = records[-1]
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.update_item(
                TableName=self.table,
                Key=to_item({"consumer": consumer, "shard_id": last.shard_id}),
                UpdateExpression=(
                    "SET sequence_number = :at, arrived_at = :arrived, updated_at = :now ADD records :count"
                ),
                ConditionExpression="attribute_not_exists(sequence_number) OR sequence_number < :at",
                ExpressionAttributeValues=to_item(
                    {
                        ":at": last.position,
                        ":arrived": format_timestamp(last.arrived_at),
                        ":now": format_timestamp(updated_at),
                        ":count": len(records),
                    }
                ),
            )
