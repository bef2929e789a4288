"""Query one partition of a table or index, newest item first, for as many pages as it takes. Never a Scan.

Sort keys are, or begin with, timestamps in the project's format, so their text order is time order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.span import Span

Row = TypeVar("Row")

GROWTH = 4  # of the page size, from one page of a query to the next


@dataclass(frozen=True, slots=True)
class PartitionQuery:
    """One partition (its key's attribute and value), cut by a span of its sort key and filtered.

    `end` is what a sort key of the moment `until` may at most have after the timestamp; `conditions` are triples
    like `("expires_at", ">", 1795185060)`; `attributes` limits what comes back.
    """

    table: str
    partition: tuple[str, str]
    sort_key: str
    span: Span
    end: str = ""
    index: str | None = None
    conditions: tuple[tuple[str, str, Any], ...] = ()
    attributes: tuple[str, ...] = ()

    @property
    def bounds(self) -> dict[str, str]:
        """The first and last sort key wanted, as far as the span is bounded."""
        since, until = self.span.since, self.span.until
        first = {":since": format_timestamp(since)} if since else {}
        return first | ({":until": format_timestamp(until) + self.end} if until else {})


def newest_first(client: DynamoDBClient, query: PartitionQuery) -> Iterator[dict[str, Any]]:
    """Return the matching items as plain values, read page by page as they are asked for."""
    pages = _pages(client, query, _request(query), query.span.limit)
    return islice((from_item(item) for page in pages for item in page["Items"]), query.span.limit)


def count_items(client: DynamoDBClient, query: PartitionQuery) -> int:
    """Return how many items match, whatever the span's limit; the items themselves stay in DynamoDB."""
    request = _request(replace(query, attributes=())) | {"Select": "COUNT"}
    return sum(page["Count"] for page in _pages(client, query, request, None))


def to_rows(table: str, convert: Callable[[Mapping[str, Any]], Row], items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return items as typed rows; `DependencyError` if one lacks an attribute it must have."""
    rows: list[Row] = []
    for item in items:
        try:
            rows.append(convert(item))
        except (KeyError, TypeError) as error:
            raise DependencyError(f"an item of {table} cannot be read: {error}") from error
    return rows


def _pages(
    client: DynamoDBClient, query: PartitionQuery, request: dict[str, Any], size: int | None
) -> Iterator[Mapping[str, Any]]:
    if query.span.is_empty:
        return  # DynamoDB refuses an empty BETWEEN instead of finding nothing
    while True:
        page = client.query(**request | ({"Limit": size} if size else {}))
        yield page
        if not page.get("LastEvaluatedKey"):
            return
        request = request | {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        # Limit counts items before the filter: look further each time, or many expired items cost a call each.
        size = size * GROWTH if size else None


def _request(query: PartitionQuery) -> dict[str, Any]:
    key, value = query.partition
    names = {key, *query.attributes, *(name for name, _, _ in query.conditions)}
    names |= {query.sort_key} if query.bounds else set()  # DynamoDB refuses a name that is not used
    limits = {f":{name}": limit for name, _, limit in query.conditions}
    request = {
        "TableName": query.table,
        "IndexName": query.index,
        "KeyConditionExpression": " AND ".join([f"#{key} = :partition", *_bound_conditions(query)]),
        "FilterExpression": " AND ".join(f"#{name} {operator} :{name}" for name, operator, _ in query.conditions),
        "ProjectionExpression": ",".join(f"#{name}" for name in query.attributes),
        "ExpressionAttributeNames": {f"#{name}": name for name in names},
        "ExpressionAttributeValues": to_item({":partition": value, **query.bounds, **limits}),
        "ScanIndexForward": False,
    }
    return {member: content for member, content in request.items() if content not in (None, "")}


def _bound_conditions(query: PartitionQuery) -> list[str]:
    """At most one condition: DynamoDB takes no two on the same key."""
    forms = {
        (): [],
        (":since",): [f"#{query.sort_key} >= :since"],
        (":until",): [f"#{query.sort_key} <= :until"],
        (":since", ":until"): [f"#{query.sort_key} BETWEEN :since AND :until"],
    }
    return forms[tuple(query.bounds)]
