"""Whole partitions of the stack's tables, read consistently: a feed has its partitions for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient


def read_partition(
    dynamodb: DynamoDBClient,
    table: str,
    partition: tuple[str, str],
    *,
    sort_key: str = "",
    first: str = "",
    last: str = "",
    attributes: Sequence[str] = (),
    equal: Mapping[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the items under a key (attribute and value), in order of their sort key.

    `first` and `last` bound the sort key, both included and both given; `attributes` limits what comes back; `equal`
    names attributes that must have these values.
    """
    key, value = partition
    names = {f"#a{place}": name for place, name in enumerate(attributes)}
    wanted = {f"#w{place}": name for place, name in enumerate(equal or {})}
    bounds = {":first": first, ":last": last} if first else {}
    request: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": "#key = :value" + (" AND #sort BETWEEN :first AND :last" if first else ""),
        "ExpressionAttributeNames": {"#key": key, **({"#sort": sort_key} if first else {}), **names, **wanted},
        "ExpressionAttributeValues": to_item(
            {":value": value, **bounds, **{f":w{place}": text for place, text in enumerate((equal or {}).values())}}
        ),
        "ConsistentRead": True,
    }
    if names:
        request["ProjectionExpression"] = ",".join(names)
    if wanted:
        request["FilterExpression"] = " AND ".join(f"{name} = {name.replace('#', ':')}" for name in wanted)
    for page in dynamodb.get_paginator("query").paginate(**request):
        for item in page["Items"]:
            yield from_item(item)


def count_partition(dynamodb: DynamoDBClient, table: str, partition: tuple[str, str]) -> int:
    """Return the number of items under a key (attribute and value), without having them sent."""
    key, value = partition
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        Select="COUNT",
        KeyConditionExpression="#key = :value",
        ExpressionAttributeNames={"#key": key},
        ExpressionAttributeValues=to_item({":value": value}),
        ConsistentRead=True,
    )
    return sum(page["Count"] for page in pages)


def first_item(dynamodb: DynamoDBClient, table: str, partition: tuple[str, str]) -> dict[str, Any] | None:
    """Return the item with the lowest sort key under a key, None where there is none."""
    key, value = partition
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="#key = :value",
        ExpressionAttributeNames={"#key": key},
        ExpressionAttributeValues=to_item({":value": value}),
        ConsistentRead=True,
        Limit=1,
    )["Items"]
    return from_item(found[0]) if found else None
