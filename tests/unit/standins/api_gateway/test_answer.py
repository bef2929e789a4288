"""What becomes of what a function returns."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.standins.api_gateway.answer import HttpAnswer, MalformedAnswerError, function_answer, gateway_answer


def answer(**fields: object) -> HttpAnswer:
    """The answer to a function that returned these fields."""
    return function_answer(json.dumps(fields).encode())


def test_a_whole_answer_is_sent_as_it_is() -> None:
    made = answer(statusCode=201, headers={"ETag": '"1"', "content-type": "application/json"}, body='{"a":1}')

    assert made == HttpAnswer(201, (("ETag", '"1"'), ("content-type", "application/json")), b'{"a":1}')


@pytest.mark.parametrize(
    ("payload", "body"),
    [
        ('"Hello from Lambda!"', "Hello from Lambda!"),
        ('""', ""),
        ('{ "message": "Hello from Lambda!" }', '{ "message": "Hello from Lambda!" }'),
        ("[1, 2]", "[1, 2]"),
        ("42", "42"),
        ("null", "null"),
        ('{"name": "John', '{"name": "John'),  # AWS does not look whether it is JSON
    ],
)
def test_without_a_status_the_value_itself_is_the_answer(payload: str, body: str) -> None:
    assert function_answer(payload.encode()) == HttpAnswer(200, (("Content-Type", "application/json"),), body.encode())


def test_each_cookie_is_a_header_and_they_come_first() -> None:
    made = answer(statusCode=200, cookies=["a=1", "b=2"], headers={"Set-Cookie": "c=3", "Content-Type": "text/html"})

    assert made.headers == (
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Set-Cookie", "c=3"),
        ("Content-Type", "text/html"),
    )


@given(st.binary(max_size=60))
def test_any_bytes_can_be_sent_in_base64(content: bytes) -> None:
    made = answer(statusCode=200, body=base64.b64encode(content).decode(), isBase64Encoded=True)

    assert made.body == content


def test_a_body_without_a_type_is_plain_text() -> None:
    assert answer(statusCode=200, body="hi").header("content-type") == "text/plain; charset=utf-8"
    assert answer(statusCode=304).header("content-type") is None


def test_headers_that_are_the_servers_own_business_are_left_out() -> None:
    headers = {"Content-Length": "7", "Transfer-Encoding": "chunked", "Connection": "close", "Date": "now"}

    assert answer(statusCode=204, headers=headers).headers == ()


def test_numbers_and_truth_values_are_headers_too() -> None:
    assert answer(statusCode=204, headers={"x-count": 3, "x-new": True}).headers == (
        ("x-count", "3"),
        ("x-new", "true"),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"statusCode": "200"},
        {"statusCode": 200.5},
        {"statusCode": True},
        {"statusCode": None},
        {"statusCode": 0},
        {"statusCode": 100},
        {"statusCode": 600},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": None}},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "headers": {"a": "b\r\nset-cookie: c"}},
        {"statusCode": 200, "headers": {"a": "€"}},
        {"statusCode": 200, "headers": {"a\r\nb": "c"}},
        {"statusCode": 200, "headers": {"": "c"}},
        {"statusCode": 200, "cookies": "a=1"},
        {"statusCode": 200, "cookies": [{}]},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": "a", "isBase64Encoded": True},
        {"statusCode": 200, "body": "aGk=!", "isBase64Encoded": True},
    ],
)
def test_an_answer_that_cannot_be_sent_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(MalformedAnswerError):
        answer(**fields)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (404, '{"message":"Not Found"}'),
        (413, '{"message":"Request Entity Too Large"}'),
        (500, '{"message":"Internal Server Error"}'),
        (503, '{"message":"Service Unavailable"}'),
    ],
)
def test_the_gateway_speaks_in_api_gateways_words(status: int, text: str) -> None:
    assert gateway_answer(status) == HttpAnswer(status, (("Content-Type", "application/json"),), text.encode())
