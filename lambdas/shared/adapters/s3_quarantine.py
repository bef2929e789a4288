"""The quarantine in the lake bucket: records that could not become events, as lines of JSON.

A line holds `reason`, `consumer`, `shard_id`, `sequence_number`, `partition_key`, `arrived_at` and `data` (base64). A
few bad records of a batch get an object each,
`quarantine/consumer=<name>/year=…/month=…/day=…/<shard>-<sequence number>.json`, dated by arrival, so that one can be
found by its place in the stream. A flood of them goes into one object a shard and day, named after the first, the last
and how many they are, `<shard>-<sequence number>_<sequence number>_<count>.json`: an object each would take longer than
all good records do.

A redelivery writes the same objects again, unless it is cut otherwise: then a record may lie in two, and who reads
takes it once, by consumer, shard and sequence number (`quarantine_lines`).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.in_parallel import each_in_parallel
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.wire.kinesis_records import padded_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mypy_boto3_s3 import S3Client

    from lambdas.shared.wire.kinesis_records import StreamRecord

    Rejected = tuple[StreamRecord, str]

PREFIX = "quarantine/"
FEW = 16  # bad records of a batch, up to which each gets an object of its own


@dataclass(frozen=True, slots=True)
class S3Quarantine:
    """Implements `ports.QuarantineStore`. The client is made for the first bad record: most batches have none."""

    client: Callable[[], S3Client]
    bucket: str

    def keep(self, consumer: str, rejected: Sequence[Rejected]) -> None:
        """Keep the records, each with its reason; the same batch again writes the same objects again."""
        if not rejected:
            return
        put = partial(self._put, self.client(), consumer)
        each_in_parallel(put, [[each] for each in rejected] if len(rejected) <= FEW else _together(rejected))

    def _put(self, client: S3Client, consumer: str, rejected: Sequence[Rejected]) -> None:
        client.put_object(
            Bucket=self.bucket,
            Key=quarantine_key(consumer, *(record for record, _ in rejected)),
            Body="\n".join(_line(consumer, record, reason) for record, reason in rejected).encode(),
            ContentType="application/json",
        )


def quarantine_key(consumer: str, *records: StreamRecord) -> str:
    """Return where a consumer keeps records of one shard and day, the first and the last given in stream order."""
    first, last = records[0], records[-1]
    day = f"year={first.arrived_at:%Y}/month={first.arrived_at:%m}/day={first.arrived_at:%d}"
    several = f"{first.sequence_number}_{last.sequence_number}_{len(records)}"
    name = first.sequence_number if len(records) == 1 else several
    return f"{PREFIX}consumer={consumer}/{day}/{first.shard_id}-{name}.json"


@dataclass(frozen=True, slots=True)
class KeptRange:
    """What an object's key says of the records in it; sequence numbers at a fixed width, so text order is theirs."""

    shard_id: str
    first: str
    last: str
    count: int


def kept_range(key: str) -> KeptRange:
    """Return what a key of the quarantine says; `ValueError` for any other key."""
    shard_id, _, name = key.rpartition("/")[2].removesuffix(".json").rpartition("-")
    first, *several = name.split("_")
    last, count = several or (first, "1")
    return KeptRange(shard_id, padded_sequence(first), padded_sequence(last), int(count))


def quarantine_lines(body: bytes) -> Iterator[dict[str, Any]]:
    """Yield what an object of the quarantine keeps, record by record; `ValueError` or `AttributeError` if damaged."""
    for line in body.split(b"\n"):
        yield dict(json.loads(line).items())


def _line(consumer: str, record: StreamRecord, reason: str) -> str:
    return json.dumps(
        {
            "reason": reason,
            "consumer": consumer,
            "shard_id": record.shard_id,
            "sequence_number": record.sequence_number,
            "partition_key": record.partition_key,
            "arrived_at": format_timestamp(record.arrived_at),
            "data": base64.b64encode(record.data).decode(),
        }
    )


def _together(rejected: Sequence[Rejected]) -> list[list[Rejected]]:
    groups: dict[tuple[str, object], list[Rejected]] = {}
    for record, reason in rejected:
        groups.setdefault((record.shard_id, record.arrived_at.date()), []).append((record, reason))
    return list(groups.values())
