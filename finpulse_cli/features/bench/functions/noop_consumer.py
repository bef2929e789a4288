"""A consumer that does nothing with a batch but note how far it has come, as every consumer does."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import boto3

_dynamodb = boto3.client("dynamodb")


def handler(event: dict[str, Any], _context: object) -> None:
    """Write the checkpoint of the last record."""
    last = event["Records"][-1]
    arrived = datetime.fromtimestamp(last["kinesis"]["approximateArrivalTimestamp"], UTC)
    _dynamodb.update_item(  # what the consumers' roles may do
        TableName=os.environ["PROGRESS_TABLE"],
        Key={"consumer": {"S": os.environ["BENCH_CONSUMER"]}, "shard_id": {"S": last["eventID"].split(":")[0]}},
        UpdateExpression="SET sequence_number = :at, arrived_at = :arrived, updated_at = :now ADD records :count",
        ExpressionAttributeValues={
            ":at": {"S": last["kinesis"]["sequenceNumber"].zfill(64)},
            ":arrived": {"S": arrived.isoformat()},
            ":now": {"S": datetime.now(UTC).isoformat()},
            ":count": {"N": str(len(event["Records"]))},
        },
    )
