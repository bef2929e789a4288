"""A DynamoDB client that answers prepared pages and holds every request against what the test expects."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.stub import Stubber

from lambdas.shared.adapters.dynamodb.codec import to_item
from tests.doubles.stubbed import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

Exchange = tuple["Mapping[str, Any]", "Mapping[str, Any]"]


@contextmanager
def query_client(*exchanges: Exchange) -> Iterator[DynamoDBClient]:
    """A client for exactly these (request, page) pairs, in this order; none may be left over."""
    client: DynamoDBClient = client_of("dynamodb")
    with Stubber(client) as stubber:
        for request, page in exchanges:
            stubber.add_response("query", dict(page), dict(request))
        yield client
        stubber.assert_no_pending_responses()


def page(items: Sequence[Mapping[str, Any]], last: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One page of a query's answer; `last` is the key after which it goes on."""
    more = {"LastEvaluatedKey": to_item(last)} if last else {}
    return {"Items": [to_item(item) for item in items], "Count": len(items), **more}


def newest_first(
    table: str, names: Sequence[str], partition: tuple[str, str], expires_after: str, **more: Any
) -> dict[str, Any]:
    """The request for the items of a partition (name, value) that have not expired, newest first.

    `expires_after` is in seconds, as text.
    """
    key, value = partition
    return {
        "TableName": table,
        "KeyConditionExpression": f"#{key} = :partition",
        "FilterExpression": "#expires_at > :expires_at",
        "ProjectionExpression": ",".join(f"#{name}" for name in names),
        "ExpressionAttributeNames": {f"#{name}": name for name in {*names, key, "expires_at"}},
        "ExpressionAttributeValues": {":partition": {"S": value}, ":expires_at": {"N": expires_after}},
        "ScanIndexForward": False,
        **more,
    }
