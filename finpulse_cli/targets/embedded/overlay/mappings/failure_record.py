"""What the on-failure destination is told of records that were given up.

Members and order are those of https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.records import Record, Source, event_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXHAUSTED, TOO_OLD = "RetryAttemptsExhausted", "RecordAgeExceeded"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why records were given up; `version` of the function and its `error` are of the last attempt."""

    function_arn: str
    condition: str
    invocations: int
    version: str = "$LATEST"
    error: str | None = None


def document(
    failure: Failure, records: Sequence[Record], source: Source, now: datetime, request_id: str
) -> dict[str, Any]:
    """Return the record as SQS and SNS have it: about the records, never with them."""
    told: dict[str, Any] = {
        "requestContext": {
            "requestId": request_id,
            "functionArn": failure.function_arn,
            "condition": failure.condition,
            "approximateInvokeCount": failure.invocations,
        }
    }
    if failure.condition == EXHAUSTED:
        told["responseContext"] = {
            "statusCode": 200,
            "executedVersion": failure.version,
            "functionError": failure.error,
        }
    return told | {
        "version": "1.0",
        "timestamp": _milliseconds(now),
        "KinesisBatchInfo": {
            "shardId": source.shard_id,
            "startSequenceNumber": records[0].sequence,
            "endSequenceNumber": records[-1].sequence,
            "approximateArrivalOfFirstRecord": _arrival(records[0]),
            "approximateArrivalOfLastRecord": _arrival(records[-1]),
            "batchSize": len(records),
            "streamArn": source.stream_arn,
        },
    }


def with_payload(told: Mapping[str, Any], records: Sequence[Record], source: Source) -> dict[str, Any]:
    """Return the record as S3 has it: with the whole event, as JSON in a text."""
    return {**told, "payload": json.dumps(event_of(records, source))}


def object_key(mapping_id: str, shard_id: str, now: datetime, unique: str) -> str:
    """Return the key of the object in the bucket."""
    return f"aws/lambda/{mapping_id}/{shard_id}/{now:%Y/%m/%d}/{now:%Y-%m-%dT%H.%M.%S}-{unique}"


def _arrival(record: Record) -> str:
    return _milliseconds(datetime.fromtimestamp(record.arrived, UTC))


def _milliseconds(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
