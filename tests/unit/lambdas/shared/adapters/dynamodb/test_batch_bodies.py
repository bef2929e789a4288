"""The bodies that are written in the place of the SDK's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.batch_bodies import write_batch_bodies

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Sent = list[Any]


class Raw:
    """What urllib3 gives of an answer."""

    def stream(self) -> list[bytes]:
        """Its body."""
        return [b'{"UnprocessedItems": {}}']


def asking(sent: Sent) -> DynamoDBClient:
    """Return a client whose requests end in `sent`, and are answered as if all were written."""
    client: DynamoDBClient = boto3.client(
        "dynamodb",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request)
        return AWSResponse(request.url, 200, HTTPHeaders(), Raw())

    client.meta.events.register("before-send.dynamodb", answer)  # type: ignore[arg-type]  # it may answer
    return client


def quick(sent: Sent) -> DynamoDBClient:
    client = asking(sent)
    write_batch_bodies(client.meta.events)
    return client


values = st.recursive(
    st.one_of(
        st.text(max_size=5).map(lambda text: {"S": text}),
        st.decimals(allow_nan=False, allow_infinity=False).map(lambda number: {"N": str(number)}),
        st.booleans().map(lambda truth: {"BOOL": truth}),
        st.just({"NULL": True}),
        st.binary(max_size=5).map(lambda data: {"B": data}),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda members: {"L": members}),
        st.dictionaries(st.text(max_size=3), inner, max_size=3).map(lambda members: {"M": members}),
    ),
    max_leaves=5,
)
items = st.dictionaries(st.text(min_size=1, max_size=5), values, max_size=5)


@pytest.fixture(scope="module")
def clients() -> list[tuple[DynamoDBClient, Sent]]:
    """The SDK's own and ours, each with what it has sent."""
    found: list[tuple[DynamoDBClient, Sent]] = []
    for make in (asking, quick):
        sent: Sent = []
        found.append((make(sent), sent))
    return found


@given(requests=st.dictionaries(st.sampled_from(["one", "two"]), st.lists(items, min_size=1, max_size=3), min_size=1))
def test_the_service_reads_what_the_sdk_would_have_written(
    clients: list[tuple[DynamoDBClient, Sent]], requests: dict[str, list[dict[str, Any]]]
) -> None:
    asked: Any = {table: [{"PutRequest": {"Item": item}} for item in found] for table, found in requests.items()}
    for client, _ in clients:
        client.batch_write_item(RequestItems=asked)
    slow, fast = (sent.pop() for _, sent in clients)
    assert json.loads(fast.body) == json.loads(slow.body)
    assert set(fast.headers.keys()) == set(slow.headers.keys())


def test_callers_keep_what_they_gave() -> None:
    asked: Any = {"table": [{"PutRequest": {"Item": {"key": {"S": "a"}}}}]}
    sent: Sent = []
    quick(sent).batch_write_item(RequestItems=asked)
    assert asked == {"table": [{"PutRequest": {"Item": {"key": {"S": "a"}}}}]}
    assert json.loads(sent[0].body) == {"RequestItems": asked}


def test_what_others_add_to_the_parameters_is_in_the_body() -> None:
    sent: Sent = []
    client = quick(sent)

    def add(params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    client.meta.events.register("before-parameter-build.dynamodb", add)
    client.batch_write_item(RequestItems={"table": [{"PutRequest": {"Item": {"key": {"S": "a"}}}}]})
    assert json.loads(sent[0].body)["ReturnConsumedCapacity"] == "TOTAL"


def test_other_calls_are_the_sdks() -> None:
    sent: Sent = []
    quick(sent).put_item(TableName="table", Item={"key": {"S": "a"}})
    assert json.loads(sent[0].body) == {"TableName": "table", "Item": {"key": {"S": "a"}}}


def test_a_request_in_another_format_is_refused() -> None:
    sent: Sent = []
    client = quick(sent)

    def other(params: dict[str, Any], **_: Any) -> None:
        params["headers"]["Content-Type"] = "application/cbor"

    client.meta.events.register_first("before-call.dynamodb.BatchWriteItem", other)
    with pytest.raises(ValueError, match="in application/cbor, not in JSON"):
        client.batch_write_item(RequestItems={"table": [{"PutRequest": {"Item": {"key": {"S": "a"}}}}]})
    assert not sent
