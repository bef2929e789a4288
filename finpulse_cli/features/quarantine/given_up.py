"""Batches that Lambda gave up, in the lake bucket: good records, of which a consumer failed for too long.

Lambda's S3 destination writes an object for each, `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/…`, with the whole event as
a JSON text in `payload`: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambdas.shared.wire.kinesis_records import read_records

if TYPE_CHECKING:
    from lambdas.shared.wire.kinesis_records import StreamRecord

PREFIX = "aws/lambda/"


def given_up_records(body: bytes) -> tuple[str, str, list[StreamRecord]]:
    """Return the function's name, the condition, and the records of one object.

    Raises ValueError, LookupError or TypeError where it is damaged.
    """
    told = json.loads(body)
    context = told["requestContext"]
    function = context["functionArn"].split(":")[6]
    return function, context["condition"], read_records(json.loads(told["payload"]))
