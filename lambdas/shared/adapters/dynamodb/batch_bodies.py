"""Bodies of BatchWriteItem, written by the JSON encoder in C.

What a caller gives the client is the request's JSON already, but for binary values. The SDK walks through all of it by
the service's description, member by member, to write the same: half of what a call with 25 items
takes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html has the format.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.hooks import BaseEventHooks

_KEPT = "finpulse_body"
_JSON = "application/x-amz-json-"


def write_batch_bodies(events: BaseEventHooks) -> None:
    """Have a DynamoDB client with these hooks (`client.meta.events`) do so; binary values go the SDK's own way."""
    # behind all who may add to the parameters: handlers of narrower events come first
    events.register_last("before-parameter-build", _keep)
    events.register("before-call.dynamodb.BatchWriteItem", _put)


def _keep(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    """Write the body, and leave the SDK the names of the tables, by which it finds where to send it."""
    if model.name != "BatchWriteItem":
        return
    with suppress(TypeError):
        context[_KEPT] = json.dumps(params).encode()
        params["RequestItems"] = dict.fromkeys(params["RequestItems"], ())


def _put(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """Put the body into a request that is one of JSON. Raises ValueError for another: it would go out empty."""
    body = context.pop(_KEPT, None)
    if body is None:
        return
    kind = str(params["headers"].get("Content-Type"))
    if not kind.startswith(_JSON):
        raise ValueError(f"this SDK asks DynamoDB in {kind}, not in JSON")
    params["body"] = body
