"""The whole way of a request, without a socket."""

from __future__ import annotations

import json

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.standins.api_gateway.gateway import MAX_EVENT_BYTES, Api, Gateway
from finpulse_cli.standins.api_gateway.identifiers import Identifiers
from finpulse_cli.standins.api_gateway.invoke import IntegrationError
from tests.unit.standins.api_gateway.apis import KEYS, NOW, OK, ORIGIN, Function, asking, gateway

WITHOUT_DEFAULT = KEYS[:-1]


def test_a_request_reaches_the_function_and_its_answer_the_client() -> None:
    function = Function({**OK, "headers": {"etag": '"1"', "content-type": "application/json"}, "body": '{"a":1}'})

    answer = gateway(function).answer(asking("/prices/AAPL?limit=2", origin=ORIGIN))

    assert (answer.status, answer.body, answer.header("etag")) == (200, b'{"a":1}', '"1"')
    assert answer.header("access-control-allow-origin") == ORIGIN
    [event] = function.events
    assert event["routeKey"] == "GET /prices/{symbol}"
    assert event["pathParameters"] == {"symbol": "AAPL"}
    assert event["queryStringParameters"] == {"limit": "2"}
    assert event["requestContext"]["requestId"] == answer.header("apigw-requestid")
    assert event["requestContext"]["timeEpoch"] == 1584039838390


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "TRACE"])
def test_the_default_route_brings_everything_else_to_the_function(method: str) -> None:
    function = Function()

    assert gateway(function).answer(asking("/nothing", method)).status == 200
    assert function.events[0]["routeKey"] == "$default"
    assert function.events[0]["requestContext"]["http"]["method"] == method


def test_without_it_what_no_route_takes_is_not_found() -> None:
    function = Function()
    answer = gateway(function, WITHOUT_DEFAULT).answer(asking("/nothing", origin=ORIGIN))

    assert (answer.status, answer.body) == (404, b'{"message":"Not Found"}')
    assert answer.header("access-control-allow-origin") == ORIGIN
    assert not function.events


def test_a_preflight_goes_to_the_route_that_takes_it() -> None:
    function = Function({"statusCode": 204, "headers": {"allow": "GET, OPTIONS"}})
    answer = gateway(function).answer(asking("/prices", "OPTIONS", origin=ORIGIN, access_control_request_method="GET"))

    assert (answer.status, answer.header("allow")) == (204, "GET, OPTIONS")
    assert answer.header("access-control-allow-methods") == "GET,POST,DELETE"


def test_and_is_answered_by_the_gateway_itself_where_none_does() -> None:
    function = Function()
    answer = gateway(function, WITHOUT_DEFAULT).answer(
        asking("/prices", "OPTIONS", origin=ORIGIN, access_control_request_method="GET")
    )

    assert (answer.status, answer.body) == (204, b"")
    assert answer.header("access-control-allow-methods") == "GET,POST,DELETE"
    assert not function.events


@pytest.mark.parametrize(
    ("failure", "status"),
    [(IntegrationError(500, "it failed"), 500), (IntegrationError(503, "it failed"), 503)],
)
def test_a_function_that_fails_is_told_in_the_log_and_not_to_the_client(failure: Exception, status: int) -> None:
    log: list[str] = []
    answer = gateway(Function(failure), log=log).answer(asking("/stats", origin=ORIGIN, authorization="Bearer secret"))

    assert answer.status == status
    assert b"it failed" not in answer.body
    assert answer.header("access-control-allow-origin") == ORIGIN  # or the page could not read what went wrong
    assert log == ["AAAAAAAAAAAAAAA= it failed"]


def test_an_answer_that_cannot_be_sent_is_500() -> None:
    log: list[str] = []
    answer = gateway(Function({"statusCode": "ok"}), log=log).answer(asking("/stats"))

    assert (answer.status, answer.body) == (500, b'{"message":"Internal Server Error"}')
    assert "statusCode is 'ok'" in log[0]


def test_an_event_beyond_lambdas_limit_is_413() -> None:
    function = Function()
    answer = gateway(function).answer(asking("/query", "POST", b"x" * MAX_EVENT_BYTES, content_type="text/plain"))

    assert (answer.status, answer.body) == (413, b'{"message":"Request Entity Too Large"}')
    assert not function.events


@pytest.mark.parametrize("target", ["*", "http://127.0.0.1:4569/stats", ""])
def test_a_target_that_is_no_path_is_400(target: str) -> None:
    assert gateway(Function()).answer(asking(target, "OPTIONS")).status == 400


def test_its_health_tells_it_apart_and_needs_no_stack() -> None:
    def api() -> Api:
        raise MissingError("nothing is provisioned on this target", "run `finpulse up`")

    unprovisioned = Gateway(api, lambda: NOW, Identifiers(bytes, lambda: 0.0), lambda _line: None)

    health = unprovisioned.answer(asking("/_finpulse/health"))
    assert json.loads(health.body) == {"status": "ok", "server": "finpulse-gateway"}
    answer = unprovisioned.answer(asking("/stats"))
    assert answer.status == 503
    assert json.loads(answer.body) == {"message": "nothing is provisioned on this target: run `finpulse up`"}
