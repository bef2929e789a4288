"""What the on-failure destination is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from finpulse_cli.targets.embedded.overlay.mappings.failure_record import (
    EXHAUSTED,
    TOO_OLD,
    Failure,
    document,
    object_key,
    with_payload,
)
from finpulse_cli.targets.embedded.overlay.mappings.records import event_of
from tests.unit.targets.embedded.overlay.mappings.making import NOON, SOURCE, record

NOW = datetime(2026, 11, 27, 15, 0, 1, 123456, UTC)
BATCH = [record(7), record(9, arrived=NOON + 0.25)]


def test_a_record_of_spent_attempts_is_as_lambda_documents_it() -> None:
    told = document(Failure("arn:f", EXHAUSTED, 3, "2", "Unhandled"), BATCH, SOURCE, NOW, "id")
    assert json.dumps(told) == json.dumps(
        {
            "requestContext": {
                "requestId": "id",
                "functionArn": "arn:f",
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": 3,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "2", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": "2026-11-27T15:00:01.123Z",
            "KinesisBatchInfo": {
                "shardId": "shardId-000000000000",
                "startSequenceNumber": "7",
                "endSequenceNumber": "9",
                "approximateArrivalOfFirstRecord": "2025-11-27T12:00:00.000Z",
                "approximateArrivalOfLastRecord": "2025-11-27T12:00:00.250Z",
                "batchSize": 2,
                "streamArn": SOURCE.stream_arn,
            },
        }
    )


def test_a_record_of_age_has_no_response() -> None:
    told = document(Failure("arn:f", TOO_OLD, 1), BATCH, SOURCE, NOW, "id")
    assert "responseContext" not in told
    assert told["requestContext"]["condition"] == "RecordAgeExceeded"


def test_s3_has_the_event_as_text() -> None:
    told = document(Failure("arn:f", EXHAUSTED, 1), BATCH, SOURCE, NOW, "id")
    assert json.loads(with_payload(told, BATCH, SOURCE)["payload"]) == event_of(BATCH, SOURCE)


def test_objects_are_named_by_mapping_shard_and_time() -> None:
    assert (
        object_key("uuid", "shardId-000000000000", NOW, "random")
        == "aws/lambda/uuid/shardId-000000000000/2026/11/27/2026-11-27T15.00.01-random"
    )
