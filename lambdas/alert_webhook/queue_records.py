"""The event that Lambda's mapping on an SQS queue hands to a function, and its answer.

Shapes: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """One message; `received` is how often it has been handed out, this time included."""

    message_id: str
    queue: str  # its name
    receipt: str
    received: int
    body: str


def read_queue_records(event: Mapping[str, Any]) -> list[QueueRecord]:
    """Return the messages of a batch."""
    return [
        QueueRecord(
            message_id=record["messageId"],
            queue=record["eventSourceARN"].rpartition(":")[2],
            receipt=record["receiptHandle"],
            received=int(record["attributes"]["ApproximateReceiveCount"]),
            body=record["body"],
        )
        for record in event["Records"]
    ]


def batch_answer(failed: Iterable[QueueRecord]) -> dict[str, Any]:
    """Return the answer that has only these messages come again."""
    return {"batchItemFailures": [{"itemIdentifier": record.message_id} for record in failed]}
