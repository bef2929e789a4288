"""The quarantine in the lake bucket: one JSON object for each record that could not become an event.

`quarantine/consumer=<name>/year=…/month=…/day=…/<shard>-<sequence number>.json`, dated by arrival, holding
`reason`, `consumer`, `shard_id`, `sequence_number`, `partition_key`, `arrived_at` and `data` (base64).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_s3 import S3Client

    from lambdas.shared.wire.kinesis_records import StreamRecord

PREFIX = "quarantine/"


@dataclass(frozen=True, slots=True)
class S3Quarantine:
    """Implements `ports.QuarantineStore`. The client is made for the first bad record: most batches have none."""

    client: Callable[[], S3Client]
    bucket: str

    def put(self, consumer: str, record: StreamRecord, reason: str) -> None:
        """Keep the record; the same record again writes the same object again."""
        body = {
            "reason": reason,
            "consumer": consumer,
            "shard_id": record.shard_id,
            "sequence_number": record.sequence_number,
            "partition_key": record.partition_key,
            "arrived_at": format_timestamp(record.arrived_at),
            "data": base64.b64encode(record.data).decode(),
        }
        self.client().put_object(
            Bucket=self.bucket,
            Key=quarantine_key(consumer, record),
            Body=json.dumps(body).encode(),
            ContentType="application/json",
        )


def quarantine_key(consumer: str, record: StreamRecord) -> str:
    """Return where a consumer keeps a record: a function of the record alone, so a redelivery adds no object."""
    day = f"year={record.arrived_at:%Y}/month={record.arrived_at:%m}/day={record.arrived_at:%d}"
    return f"{PREFIX}consumer={consumer}/{day}/{record.shard_id}-{record.sequence_number}.json"


def quarantine_lines(body: bytes) -> Iterator[dict[str, Any]]:
    """Yield what an object of the quarantine keeps, record by record; `ValueError` where it is damaged."""
    for line in body.split(b"\n"):
        kept = json.loads(line)
        if not isinstance(kept, dict):
            raise ValueError("a line of the quarantine is not a JSON object")  # noqa: TRY004 - the one error of damage
        yield kept
