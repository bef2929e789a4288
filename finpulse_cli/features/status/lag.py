"""What lies behind the consumers' checkpoints in the stream.

Arrival times lead to the place in a shard where reading begins, since an emulator may expect its sequence numbers in
a form that the checkpoints do not keep.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import CONSUMERS, Checkpoints, Progress, read_progress, slowest

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_kinesis.type_defs import RecordTypeDef

    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs


READ_LIMIT = 10_000
"""Records of one shard that are read behind its checkpoint."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record of the stream that some consumer has not processed yet."""

    sequence_number: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Lag:
    """How far one consumer is behind in one shard: records not processed, and the age of the oldest in seconds."""

    consumer: str
    shard_id: str
    records: int
    seconds: float


def consumer_lag(clients: Clients, outputs: StackOutputs, now: datetime) -> list[Lag]:
    """Return how far each consumer is behind the end of each shard."""
    checkpoints = read_progress(clients.dynamodb, outputs.tables["consumer_progress"])
    return lags(checkpoints, list(CONSUMERS), unprocessed_records(clients, outputs, checkpoints), now)


def unprocessed_records(clients: Clients, outputs: StackOutputs, checkpoints: Checkpoints) -> dict[str, list[Waiting]]:
    """Return each shard's records that a consumer has not processed, oldest first, at most READ_LIMIT a shard."""
    shards = shard_ids(clients.kinesis, outputs.stream_name)
    starts = {shard: slowest(checkpoints, list(CONSUMERS), shard) for shard in shards}
    return waiting_records(clients.kinesis, outputs.stream_name, starts)


def shard_ids(kinesis: KinesisClient, stream: str) -> list[str]:
    """List the ids of the stream's shards, closed ones that still hold records included, sorted."""
    pages = kinesis.get_paginator("list_shards").paginate(StreamName=stream)
    return sorted(shard["ShardId"] for page in pages for shard in page["Shards"])


def waiting_records(
    kinesis: KinesisClient, stream: str, after: Mapping[str, Progress | None], limit: int = READ_LIMIT
) -> dict[str, list[Waiting]]:
    """Return each `after` shard's records later than its checkpoint, oldest first, at most `limit` a shard.

    None in place of a checkpoint stands for the beginning of the shard.
    """
    return {shard: _records_after(kinesis, stream, shard, checkpoint, limit) for shard, checkpoint in after.items()}


def lags(
    checkpoints: Checkpoints, consumers: list[str], waiting: Mapping[str, list[Waiting]], now: datetime
) -> list[Lag]:
    """Return the lag of every consumer in every shard of `waiting`, sorted by consumer and shard."""
    return [
        _lag(consumer, shard, checkpoints.get((consumer, shard)), records, now)
        for consumer in sorted(consumers)
        for shard, records in sorted(waiting.items())
    ]


def _lag(consumer: str, shard: str, checkpoint: Progress | None, records: list[Waiting], now: datetime) -> Lag:
    done = checkpoint.sequence_number if checkpoint else -1
    behind = [record for record in records if record.sequence_number > done]
    age = (now - behind[0].arrived_at).total_seconds() if behind else 0.0
    return Lag(consumer, shard, len(behind), max(age, 0.0))


def _records_after(
    kinesis: KinesisClient, stream: str, shard: str, checkpoint: Progress | None, limit: int
) -> list[Waiting]:
    done = checkpoint.sequence_number if checkpoint else -1
    found: list[Waiting] = []
    for record in _read_shard(kinesis, stream, shard, checkpoint):
        number = int(record["SequenceNumber"])
        if number > done:
            found.append(Waiting(number, record["ApproximateArrivalTimestamp"].astimezone(UTC)))
        if len(found) >= limit:
            break
    return found


def _read_shard(
    kinesis: KinesisClient, stream: str, shard: str, checkpoint: Progress | None
) -> Iterator[RecordTypeDef]:
    """Yield the records of a shard up to its present end, from about the checkpoint on."""
    iterator: str | None = _iterator(kinesis, stream, shard, checkpoint)
    while iterator:
        page = kinesis.get_records(ShardIterator=iterator, Limit=10_000)
        yield from page["Records"]
        if not page["Records"]:
            if page.get("MillisBehindLatest", 0) == 0:
                return
            time.sleep(0.2)  # AWS allows five reads a second and shard
        iterator = page.get("NextShardIterator")


def _iterator(kinesis: KinesisClient, stream: str, shard: str, checkpoint: Progress | None) -> str:
    """Return an iterator from a moment before the checkpoint's record arrived, or from the beginning of the shard."""
    if checkpoint is None:
        return kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
            "ShardIterator"
        ]
    moment = checkpoint.arrived_at - timedelta(seconds=1)
    return kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType="AT_TIMESTAMP", Timestamp=moment
    )["ShardIterator"]
