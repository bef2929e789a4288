from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.shared.adapters import clients
from lambdas.shared.adapters.post_to_connection import ApiGatewayPostbox
from lambdas.shared.ports import Delivery

if TYPE_CHECKING:
    from botocore.stub import Stubber
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

SERVICE = "apigatewaymanagementapi"
ENDPOINT = "https://push.test/live"


def test_a_message_is_posted_to_its_connection(client: ApiGatewayManagementApiClient, stubber: Stubber) -> None:
    stubber.add_response("post_to_connection", {}, {"ConnectionId": "abc=", "Data": '{"é":1}'.encode()})
    assert ApiGatewayPostbox(client).post("abc=", '{"é":1}') is Delivery.DELIVERED


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("GoneException", Delivery.GONE),
        ("LimitExceededException", Delivery.FAILED),
        ("ForbiddenException", Delivery.FAILED),
        ("PayloadTooLargeException", Delivery.FAILED),
    ],
)
def test_a_refusal_is_told_and_not_raised(
    client: ApiGatewayManagementApiClient,
    stubber: Stubber,
    code: str,
    end: Delivery,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stubber.add_client_error("post_to_connection", code)
    assert ApiGatewayPostbox(client).post("abc=", "{}") is end
    assert (code in capsys.readouterr().out) is (end is Delivery.FAILED)


def test_an_endpoint_that_does_not_answer_is_told_and_not_raised(
    client: ApiGatewayManagementApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_request: object) -> None:
        raise EndpointConnectionError(endpoint_url=ENDPOINT)

    monkeypatch.setattr(client, "post_to_connection", fail)
    assert ApiGatewayPostbox(client).post("abc=", "{}") is Delivery.FAILED


@pytest.mark.usefixtures("region")
def test_the_client_posts_to_the_endpoint_and_gives_up_before_the_function_does() -> None:
    client = clients.push(ENDPOINT)
    assert client is clients.push(ENDPOINT)
    assert client.meta.endpoint_url == ENDPOINT
    config = client.meta.config
    worst = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)  # type: ignore[attr-defined]
    assert worst <= 6
