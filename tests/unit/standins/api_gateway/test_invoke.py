"""Invoking through Lambda, and what its refusals mean to a client."""

from __future__ import annotations

import io
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.standins.api_gateway.invoke import IntegrationError, Invoke, lambda_invoke
from tests.doubles.stubbed import client_of

EVENT = b'{"version":"2.0"}'


@pytest.fixture
def client() -> Any:
    """A client that is never let onto the network."""
    return client_of("lambda")


@pytest.fixture
def invoke(client: Any) -> Invoke:
    """What is under test."""
    return lambda_invoke(client)


def returned(payload: bytes, **more: str) -> dict[str, object]:
    """Lambda's answer to an invocation."""
    return {"StatusCode": 200, "Payload": StreamingBody(io.BytesIO(payload), len(payload)), **more}


def test_the_function_gets_the_event_and_its_payload_comes_back(client: Any, invoke: Invoke) -> None:
    asked = {"FunctionName": "api", "InvocationType": "RequestResponse", "Payload": EVENT}
    with Stubber(client) as stub:
        stub.add_response("invoke", returned(b'{"statusCode":200}'), asked)

        assert invoke("api", EVENT) == b'{"statusCode":200}'


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'{"errorType": "ValueError", "errorMessage": "no\\nway"}', "api failed: ValueError: no way"),
        (b"[]", "api failed: []"),
        (b"Task timed out", "api failed: Task timed out"),
    ],
)
def test_a_function_that_failed_is_500_and_the_log_says_why(
    client: Any, invoke: Invoke, payload: bytes, reason: str
) -> None:
    with Stubber(client) as stub:
        stub.add_response("invoke", returned(payload, FunctionError="Unhandled"))

        with pytest.raises(IntegrationError) as caught:
            invoke("api", EVENT)

    assert (caught.value.status, str(caught.value)) == (500, reason)


@pytest.mark.parametrize(
    ("code", "status", "answered"),
    [
        ("TooManyRequestsException", 429, 503),
        ("RequestTooLargeException", 413, 413),
        ("ResourceNotFoundException", 404, 500),
        ("AccessDeniedException", 403, 500),
        ("ServiceException", 500, 500),
    ],
)
def test_lambdas_refusals(client: Any, invoke: Invoke, code: str, status: int, answered: int) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("invoke", code, http_status_code=status)

        with pytest.raises(IntegrationError, match=code) as caught:
            invoke("api", EVENT)

    assert caught.value.status == answered


@pytest.mark.parametrize("error", [ReadTimeoutError(endpoint_url="x"), EndpointConnectionError(endpoint_url="x")])
def test_a_lambda_that_does_not_answer_is_503(client: Any, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(**_request: object) -> None:
        raise error

    monkeypatch.setattr(client, "invoke", fail)

    with pytest.raises(IntegrationError) as caught:
        lambda_invoke(client)("api", EVENT)

    assert caught.value.status == 503


def test_the_client_asks_once_and_has_the_time_of_an_integration() -> None:
    client = Clients.of(Access("http://127.0.0.1:1", "us-east-1", "test", "test")).functions_once(30, 64)

    config: Any = client.meta.config
    assert (config.read_timeout, config.max_pool_connections) == (30, 64)
    assert config.retries["total_max_attempts"] == 1
    assert config.proxies == {}
