"""BatchGetItem and BatchWriteItem to the end: cut into pages, pages side by side, unprocessed parts sent again.

Limits (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/): 100 keys a read, 25 items a write.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.attempts import attempts, passing
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.in_parallel import each_in_parallel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

READ_LIMIT = 100
WRITE_LIMIT = 25


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

    def read(page: list[dict[str, Any]]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        left: Any = {table: {"Keys": page, "ConsistentRead": True, **projection}}
        for _ in attempts(sleep, f"left keys unread in {table}"):
            with passing(client):
                answer = client.batch_get_item(RequestItems=left)
                items.extend(from_item(item) for item in answer["Responses"].get(table, ()))
                left = answer["UnprocessedKeys"]
            if not left:
                break
        return items

    found = each_in_parallel(read, _pages([to_item(key) for key in keys], READ_LIMIT))
    return [item for items in found for item in items]


def batch_put(
    client: DynamoDBClient,
    table: str,
    items: Sequence[Mapping[str, Any]],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write every item, replacing what stands at its key; no key may occur twice.

    Raises `DependencyError` when DynamoDB keeps leaving items unwritten; any of the others may be written then.
    """

    def write(page: list[dict[str, Any]]) -> None:
        left: Any = {table: page}
        for _ in attempts(sleep, f"left items unwritten in {table}"):
            with passing(client):
                answer = client.batch_write_item(RequestItems=left)
                left = answer["UnprocessedItems"]
            if not left:
                break

    each_in_parallel(write, _pages([{"PutRequest": {"Item": to_item(item)}} for item in items], WRITE_LIMIT))


def _pages(entries: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    return [entries[start : start + size] for start in range(0, len(entries), size)]
