"""The event, held against the example in AWS's guide and against what was seen there."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from finpulse_cli.standins.api_gateway.event import build_event
from finpulse_cli.standins.api_gateway.request import HttpRequest
from finpulse_cli.standins.api_gateway.routes import Match
from tests.unit.standins.api_gateway.apis import CALLER, asking

HOST = "r3pmxmplak.execute-api.us-east-2.amazonaws.com"


def event_of(request: HttpRequest) -> dict[str, Any]:
    """The event of a request on the default route."""
    return build_event(request, Match("$default"), CALLER)


def test_it_is_the_example_of_the_guide() -> None:
    request = HttpRequest(
        method="POST",
        target="/my/path?parameter1=value1&parameter1=value2&parameter2=value",
        headers=(
            ("Host", HOST),
            ("Cookie", "cookie1; cookie2"),
            ("Header1", "value1"),
            ("Header2", "value1"),
            ("header2", "value2"),
            ("Content-Type", "text/plain"),
            ("User-Agent", "agent"),
            ("Connection", "keep-alive"),
        ),
        body=b"Hello from client!",
        source_ip="192.0.2.1",
        port=443,
    )

    assert build_event(request, Match("POST /my/{parameter1}", {"parameter1": "path"}), CALLER) == {
        "version": "2.0",
        "routeKey": "POST /my/{parameter1}",
        "rawPath": "/my/path",
        "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
        "cookies": ["cookie1", "cookie2"],
        "headers": {
            "content-length": "18",
            "content-type": "text/plain",
            "header1": "value1",
            "header2": "value1,value2",
            "host": HOST,
            "user-agent": "agent",
            "x-amzn-trace-id": "Root=1-5e6722a7-cc56bb2b46db7ae02d4da47e",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "http",
        },
        "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "r3pmxmplak",
            "domainName": HOST,
            "domainPrefix": "r3pmxmplak",
            "http": {
                "method": "POST",
                "path": "/my/path",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "agent",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "POST /my/{parameter1}",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1584039838390,
        },
        "body": "Hello from client!",
        "pathParameters": {"parameter1": "path"},
        "isBase64Encoded": False,
    }


def test_what_a_request_has_not_is_left_out_rather_than_null() -> None:
    event = event_of(asking("/stats"))

    assert set(event) == {
        *("version", "routeKey", "rawPath", "rawQueryString"),
        *("headers", "requestContext", "isBase64Encoded"),
    }
    assert event["rawQueryString"] == ""
    assert event["headers"]["content-length"] == "0"
    assert event["isBase64Encoded"] is False
    assert event["requestContext"]["domainName"] == "127.0.0.1"
    assert event["requestContext"]["http"]["userAgent"] == ""


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "text/csv; charset=utf-8", "application/json", "Application/XML", "application/javascript"],
)
def test_few_types_go_as_text(content_type: str) -> None:
    event = event_of(asking("/query", "POST", "übrig".encode(), content_type=content_type))

    assert (event["body"], event["isBase64Encoded"]) == ("übrig", False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content_type": "application/octet-stream"},
        {"content_type": "application/x-www-form-urlencoded"},
        {"content_type": "application/vnd.api+json"},
        {"content_type": "multipart/form-data; boundary=x"},
    ],
)
def test_all_else_goes_in_base64(headers: dict[str, str]) -> None:
    event = event_of(asking("/query", "POST", b"a=\xff", **headers))

    assert base64.b64decode(event["body"]) == b"a=\xff"
    assert event["isBase64Encoded"] is True


def test_text_that_is_none_does_not_make_it_fail() -> None:
    assert event_of(asking("/query", "POST", b"\xff", content_type="text/plain"))["body"] == "�"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/prices/%41APL", "/prices/AAPL"),
        ("/prices/%25", "/prices/%25"),  # the one thing that is not decoded, or %2541 would become A
        ("/prices/%2541", "/prices/%2541"),
        ("/%E2%98%95%20Coffee", "/☕ Coffee"),
        ("/%ff", "/�"),
        ("/a+b", "/a+b"),
        ("/thing/", "/thing/"),
    ],
)
def test_the_path_is_decoded_but_for_percent_signs(target: str, path: str) -> None:
    event = event_of(asking(target))

    assert event["rawPath"] == event["requestContext"]["http"]["path"] == path


def test_the_query_stays_as_it_was_sent_and_is_decoded_beside() -> None:
    event = event_of(asking("/search?q=Hello%20World&tag=C%23&tag=a%2Cb&plus=a+b&empty=&bare"))

    assert event["rawQueryString"] == "q=Hello%20World&tag=C%23&tag=a%2Cb&plus=a+b&empty=&bare"
    assert event["queryStringParameters"] == {
        "q": "Hello World",
        "tag": "C#,a,b",
        "plus": "a b",
        "empty": "",
        "bare": "",
    }


def test_cookies_of_several_headers_come_in_one_list_and_leave_the_headers() -> None:
    headers = (("Host", HOST), ("Cookie", "a=1; b=2"), ("cookie", "c=3;"), ("X", "y"))
    event = event_of(HttpRequest("GET", "/", headers))

    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in event["headers"]


def test_an_address_that_was_forwarded_already_comes_first() -> None:
    event = event_of(asking("/", x_forwarded_for="203.0.113.9", x_amzn_trace_id="Root=1-0-1"))

    assert event["headers"]["x-forwarded-for"] == "203.0.113.9, 127.0.0.1"
    assert event["headers"]["x-amzn-trace-id"] == "Root=1-0-1"
