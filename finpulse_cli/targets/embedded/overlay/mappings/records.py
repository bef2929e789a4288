"""Records of a shard, and the event that a function is handed them in.

The event's members and their order are those of https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `data` is base64, `arrived` epoch seconds."""

    sequence: str
    partition_key: str
    data: str
    arrived: float

    @property
    def number(self) -> int:
        """Its sequence number as a number: texts of different lengths do not sort."""
        return int(self.sequence)


@dataclass(frozen=True, slots=True)
class Source:
    """Where records come from, and the role of the function that reads them."""

    stream_arn: str
    shard_id: str
    region: str
    role_arn: str


def event_of(records: Iterable[Record], source: Source) -> dict[str, Any]:
    """Return the event of one invocation."""
    return {"Records": [_entry(record, source) for record in records]}


def encoded_bytes(record: Record, bare_bytes: int) -> int:
    """Return what a record adds to the event as JSON, the comma behind it included. See `bare_bytes_of`."""
    key = _key_bytes(record.partition_key)
    return bare_bytes + key + len(record.data) + 2 * len(record.sequence) + len(str(record.arrived)) + 2


def bare_bytes_of(source: Source) -> int:
    """Return what a record without content adds to the event as JSON: the same for all of one source."""
    return len(json.dumps(_entry(Record("", "", "", 0.0), source))) - len("0.0")


@lru_cache(4096)  # every lane asks for each record, and keys come again and again
def _key_bytes(partition_key: str) -> int:
    return len(json.dumps(partition_key)) - 2


def _entry(record: Record, source: Source) -> dict[str, Any]:
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.partition_key,
            "sequenceNumber": record.sequence,
            "data": record.data,
            "approximateArrivalTimestamp": record.arrived,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{source.shard_id}:{record.sequence}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": source.role_arn,
        "awsRegion": source.region,
        "eventSourceARN": source.stream_arn,
    }
