"""What the functions ask of DynamoDB: its calls and request units, counted where the SDK sends and receives them.

A write costs a unit a KB of the item, twice that in a transaction; a consistent read a unit for 4 KB of each item, of
a query for 4 KB of all that it read, and one for what is not there
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.cost.item_sizes import item_size
from lambdas.shared.adapters.dynamodb.codec import from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Meter:
    """Counts from its making on: calls by operation, and read and written units by table."""

    def __init__(self, client: DynamoDBClient) -> None:
        self.calls: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self._asked = threading.local()
        client.meta.events.register("provide-client-params.dynamodb", self._before)
        client.meta.events.register("after-call.dynamodb", self._after)

    def clear(self) -> None:
        """Count from zero."""
        for counted in (self.calls, self.read, self.written):
            counted.clear()

    def _before(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self._asked.params = params
        self.calls[model.name] += 1
        for table, item, factor in _written(model.name, params):
            self.written[table] += factor * math.ceil(item_size(from_item(item)) / 1024)

    def _after(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        params = self._asked.params
        if model.name == "Query":
            size = sum(item_size(from_item(item)) for item in parsed["Items"])
            self.read[params["TableName"]] += max(1, math.ceil(size / 4096))
        if model.name == "BatchGetItem":
            for table, request in params["RequestItems"].items():
                found = parsed["Responses"].get(table, [])
                sizes = [math.ceil(item_size(from_item(item)) / 4096) for item in found]
                self.read[table] += sum(sizes) + len(request["Keys"]) - len(found)


def _written(operation: str, params: dict[str, Any]) -> list[tuple[str, dict[str, Any], int]]:
    """The items that a request writes, each with its table and factor; an update as large as what it sets."""
    if operation == "BatchWriteItem":
        pages = params["RequestItems"].items()
        return [(table, entry["PutRequest"]["Item"], 1) for table, page in pages for entry in page]
    if operation == "TransactWriteItems":
        actions = [action for entry in params["TransactItems"] for action in entry.values()]
        return [(action["TableName"], _content(action), 2) for action in actions]
    if operation in ("PutItem", "UpdateItem"):
        return [(params["TableName"], _content(params), 1)]
    return []


def _content(action: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = action.get("Item") or action["Key"] | action["ExpressionAttributeValues"]
    return item
