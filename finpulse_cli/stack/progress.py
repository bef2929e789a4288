"""How far the consumers have come: the checkpoint that each of them writes after a batch, a shard.

Sequence numbers are compared as numbers, so their width does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

CONSUMERS = ("price_processor", "aggregator", "anomaly_detector")
"""The functions that read the stream."""

Checkpoints = dict[tuple[str, str], "Progress"]
"""(consumer, shard id) -> checkpoint."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Checkpoint of one consumer in one shard: the last record processed, and how many have been in all.

    `arrived_at` is when that record came into the stream, `updated_at` when the consumer wrote this (both UTC).
    """

    sequence_number: int
    arrived_at: datetime
    updated_at: datetime
    records: int


def read_progress(dynamodb: DynamoDBClient, table: str) -> Checkpoints:
    """Read every checkpoint in the table."""
    found: Checkpoints = {}
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            found[item["consumer"]["S"], item["shard_id"]["S"]] = _progress(item)
    return found


def slowest(checkpoints: Checkpoints, consumers: list[str], shard_id: str) -> Progress | None:
    """Return the earliest checkpoint of a shard; None when one of the consumers has none yet."""
    found = [checkpoints.get((consumer, shard_id)) for consumer in consumers]
    present = [progress for progress in found if progress is not None]
    if len(present) < len(found):
        return None
    return min(present, key=lambda progress: progress.sequence_number, default=None)


def _progress(item: Mapping[str, AttributeValueTypeDef]) -> Progress:
    return Progress(
        sequence_number=int(item["sequence_number"]["S"]),
        arrived_at=datetime.fromisoformat(item["arrived_at"]["S"]),
        updated_at=datetime.fromisoformat(item["updated_at"]["S"]),
        records=int(item["records"]["N"]),
    )
