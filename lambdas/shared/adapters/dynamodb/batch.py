"""BatchGetItem and BatchWriteItem to the end: pages cut, unprocessed parts sent again.

Limits (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/): 100 keys a read, 25 items a write.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

READ_LIMIT = 100
WRITE_LIMIT = 25
ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.05


def batch_get(
    client: DynamoDBClient,
    table: str,
    keys: Sequence[Mapping[str, Any]],
    attributes: Sequence[str] = (),
    sleep: Callable[[float], None] = time.sleep,
) -> list[dict[str, Any]]:
    """Return the items that exist at `keys`, read consistently, in no particular order.

    `attributes` limits what comes back. Raises `DependencyError` when DynamoDB keeps leaving keys unread.
    """
    names = {f"#a{place}": name for place, name in enumerate(attributes)}
    projection = {"ProjectionExpression": ",".join(names), "ExpressionAttributeNames": names} if names else {}
    items: list[dict[str, Any]] = []
    for page in _pages([to_item(key) for key in keys], READ_LIMIT):
        request: Any = {table: {"Keys": page, "ConsistentRead": True, **projection}}
        for _ in _attempts(sleep, "keys unread", table):
            response = client.batch_get_item(RequestItems=request)
            items.extend(from_item(item) for item in response["Responses"].get(table, ()))
            request = response.get("UnprocessedKeys")
            if not request:
                break
    return items


def batch_put(
    client: DynamoDBClient,
    table: str,
    items: Sequence[Mapping[str, Any]],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write every item, replacing what stands at its key; no key may occur twice.

    Raises `DependencyError` when DynamoDB keeps leaving items unwritten.
    """
    for page in _pages([{"PutRequest": {"Item": to_item(item)}} for item in items], WRITE_LIMIT):
        request: Any = {table: page}
        for _ in _attempts(sleep, "items unwritten", table):
            request = client.batch_write_item(RequestItems=request).get("UnprocessedItems")
            if not request:
                break


def _pages(entries: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]


def _attempts(sleep: Callable[[float], None], left: str, table: str) -> Iterator[int]:
    """Count attempts with a doubling pause between them; raise when the caller has not stopped in time."""
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        yield attempt
    raise DependencyError(f"DynamoDB left {left} in {table} after {ATTEMPTS} attempts")
