"""The event that Lambda's Kinesis mapping hands to a function.

Shape: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html ("Example event").
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SEQUENCE_WIDTH = 64


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One record of a batch; `sequence_number` is the decimal text that Kinesis gave it."""

    shard_id: str
    sequence_number: str
    partition_key: str
    arrived_at: datetime
    data: bytes

    @property
    def position(self) -> str:
        """The sequence number at a fixed width, so that text order is stream order within a shard."""
        return padded_sequence(self.sequence_number)


def padded_sequence(sequence_number: str) -> str:
    """Return a sequence number with leading zeros up to 64 digits."""
    return sequence_number.zfill(SEQUENCE_WIDTH)


def read_records(event: Mapping[str, Any]) -> list[StreamRecord]:
    """Return the batch's records in stream order."""
    return [_read_record(record) for record in event["Records"]]


def _read_record(record: Mapping[str, Any]) -> StreamRecord:
    kinesis = record["kinesis"]
    shard_id, _, _ = record["eventID"].partition(":")
    return StreamRecord(
        shard_id=shard_id,
        sequence_number=kinesis["sequenceNumber"],
        partition_key=kinesis["partitionKey"],
        arrived_at=datetime.fromtimestamp(kinesis["approximateArrivalTimestamp"], tz=UTC),
        data=base64.b64decode(kinesis["data"]),
    )
