"""A bucket that can be written to, and a stream that takes what it is told to."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from tests.unit.features.tail.fakes import FakeS3


class Bucket(FakeS3):
    """Objects; `put_object` writes one at NOON."""

    def put_object(self, **arguments: Any) -> None:
        """Write an object."""
        self.add(arguments["Key"], arguments["Body"])

    def keep(self, *records: tuple[str, str, bytes], name: str = "", consumer: str = "aggregator") -> None:
        """Put records of (sequence number, partition key, bytes) into one object, as the consumer does."""
        lines = [
            json.dumps(
                {
                    "reason": "is bad",
                    "consumer": consumer,
                    "shard_id": "shard-0",
                    "sequence_number": number,
                    "partition_key": key,
                    "arrived_at": f"2026-11-20T17:00:00.{int(number):03d}Z",
                    "data": base64.b64encode(data).decode(),
                }
            )
            for number, key, data in records
        ]
        folder = f"quarantine/consumer={consumer}/year=2026/month=11/day=20"
        self.add(f"{folder}/shard-0-{name or records[0][0]}.json", "\n".join(lines).encode())


@dataclass
class Stream:
    """Takes records, those under `refused` keys excepted."""

    refused: set[str] = field(default_factory=set)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    requests: int = 0

    def put_records(self, **arguments: Any) -> dict[str, Any]:
        """Take a request."""
        self.requests += 1
        return {"Records": [self._put(record["PartitionKey"], record["Data"]) for record in arguments["Records"]]}

    def _put(self, key: str, data: bytes) -> dict[str, str]:
        if key in self.refused:
            return {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "slow down"}
        self.taken.append((key, data))
        return {"ShardId": "shard-0", "SequenceNumber": str(1000 + len(self.taken))}
