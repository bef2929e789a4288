from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import xform_name
from botocore.awsrequest import AWSResponse

from finpulse_cli.stack.clients import Access, Clients
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.whole_answers import ALWAYS_GIVEN, require_whole_answers
from lambdas.shared.errors import DependencyError
from tests.doubles.stubbed import stubbed

if TYPE_CHECKING:
    from collections.abc import Callable

ACCESS = Access("http://127.0.0.1:1", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "secret")


def answering(client: Any, body: bytes, status: int = 200) -> Any:
    """Make every request of a client be answered like this, with no network."""

    def answer(request: Any, **_: Any) -> AWSResponse:
        raw: Any = _Raw(body)
        headers: Any = {"Content-Length": str(len(body))}
        return AWSResponse(request.url, status, headers, raw)

    client.meta.events.register("before-send", answer)
    return client


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", ACCESS.secret_key)


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> list[bytes]:
        """Yield the whole body."""
        return [self._body]


@pytest.mark.parametrize(("service", "operation"), ALWAYS_GIVEN)
def test_the_members_are_those_of_the_services_own_answers(service: Any, operation: str) -> None:
    client = boto3.client(service, region_name="us-east-1")
    shape = client.meta.service_model.operation_model(operation).output_shape
    assert shape is not None
    assert set(ALWAYS_GIVEN[service, operation]) <= set(shape.members)
    assert hasattr(client, xform_name(operation))


@pytest.mark.usefixtures("region", "credentials")
@pytest.mark.parametrize("make", [clients.dynamodb, lambda: Clients.of(ACCESS).dynamodb])
def test_every_client_of_functions_and_command_line_refuses_half_an_answer(make: Callable[[], Any]) -> None:
    client = answering(make(), b"{}")
    with pytest.raises(DependencyError, match=r"dynamodb to BatchWriteItem was cut off: it lacks UnprocessedItems"):
        client.batch_write_item(RequestItems={"t": [{"PutRequest": {"Item": {"k": {"S": "v"}}}}]})
    query: Any = {"TableName": "t", "KeyConditionExpression": "k = :k", "ExpressionAttributeValues": {":k": {"S": "v"}}}
    with pytest.raises(DependencyError, match="it lacks Count"):
        next(iter(client.get_paginator("query").paginate(**query)))


def test_a_whole_answer_passes_and_an_error_is_the_services_own() -> None:
    client, stubber = stubbed("kinesis")
    require_whole_answers(client.meta.events)
    stubber.add_response("get_records", {"Records": [], "MillisBehindLatest": 0})
    stubber.add_client_error("get_records", "ExpiredIteratorException", http_status_code=400)
    assert client.get_records(ShardIterator="i")["Records"] == []
    with pytest.raises(client.exceptions.ExpiredIteratorException):
        client.get_records(ShardIterator="i")
