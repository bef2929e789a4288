"""Reads what a stream holds from given places on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

Records = Callable[[Mapping[str, str]], Iterable[tuple[str, int, bytes]]]
"""Takes the sequence number to begin at by shard; gives shard, sequence number and bytes of each record."""


def records_of(kinesis: KinesisClient, stream: str) -> Records:
    """Return a reader of `stream`."""

    def records(first: Mapping[str, str]) -> Iterator[tuple[str, int, bytes]]:
        for shard, number in first.items():
            for found, data in _of_shard(kinesis, stream, shard, number):
                yield shard, found, data

    return records


def _of_shard(kinesis: KinesisClient, stream: str, shard: str, first: str) -> Iterator[tuple[int, bytes]]:
    iterator: str | None = kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=first
    )["ShardIterator"]
    while iterator:
        page = kinesis.get_records(ShardIterator=iterator)
        for record in page["Records"]:
            yield int(record["SequenceNumber"]), record["Data"]
        iterator = page.get("NextShardIterator") if page["Records"] else None
