"""A DynamoDB client that answers prepared pages and holds every request against what the test expects."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.stub import Stubber

from lambdas.shared.adapters.dynamodb.codec import to_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

Exchange = tuple["Mapping[str, Any]", "Mapping[str, Any]"]


@contextmanager
def query_client(*exchanges: Exchange) -> Iterator[DynamoDBClient]:
    """A client for exactly these (request, page) pairs, in this order; none may be left over."""
    client: DynamoDBClient = boto3.client(
        "dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    with Stubber(client) as stubber:
        for request, page in exchanges:
            stubber.add_response("query", dict(page), dict(request))
        yield client
        stubber.assert_no_pending_responses()


def page(items: Sequence[Mapping[str, Any]], last: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One page of a query's answer; `last` is the key after which it goes on."""
    more = {"LastEvaluatedKey": to_item(last)} if last else {}
    return {"Items": [to_item(item) for item in items], "Count": len(items), **more}
