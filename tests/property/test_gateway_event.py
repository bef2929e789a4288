"""Whatever a client sends reaches the function as it was sent: the event is read as api_handler reads it."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.standins.api_gateway.event import build_event
from finpulse_cli.standins.api_gateway.request import HttpRequest
from finpulse_cli.standins.api_gateway.routes import RouteTable
from lambdas.api_handler.request import decode_request
from tests.unit.standins.api_gateway.apis import CALLER, KEYS

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.from_regex(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}", fullmatch=True)
VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12)
SEGMENTS = st.lists(TEXTS.filter(lambda text: "/" not in text), min_size=1, max_size=4)
PAIRS = st.lists(st.tuples(TEXTS.filter(bool), TEXTS), max_size=4)


def event_of(request: HttpRequest) -> dict[str, Any]:
    """The event of a request to an API with the stack's kind of routes."""
    match = RouteTable.of(KEYS).select(request.method, request.path)
    assert match is not None
    return build_event(request, match, CALLER)


@given(SEGMENTS, PAIRS)
def test_path_and_query_arrive(segments: list[str], pairs: list[tuple[str, str]]) -> None:
    path = "/" + "/".join(quote(segment, safe="") for segment in segments)
    event = event_of(HttpRequest("GET", f"{path}?{urlencode(pairs)}"))

    read = decode_request(event)
    assert list(read.segments) == segments
    assert list(read.query) == pairs
    expected: dict[str, list[str]] = {}
    for name, text in parse_qsl(urlencode(pairs), keep_blank_values=True):
        expected.setdefault(name, []).append(text)
    assert event.get("queryStringParameters", {}) == {name: ",".join(texts) for name, texts in expected.items()}


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_no_target_makes_it_fail(path: str, query: str) -> None:
    event = event_of(HttpRequest("GET", f"/{path}?{query}"))

    decode_request(event)
    assert event["requestContext"]["http"]["path"] == event["rawPath"]


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_headers_arrive_by_their_names_in_lower_case(headers: list[tuple[str, str]]) -> None:
    own = {"content-length", "cookie", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto"}
    sent = [(name, text) for name, text in headers if name.lower() not in own]
    event = event_of(HttpRequest("GET", "/stats", tuple(sent)))

    for name in {name.lower() for name, _ in sent} & event["headers"].keys():
        assert event["headers"][name] == ",".join(text for given, text in sent if given.lower() == name)
    assert all(name == name.lower() for name in event["headers"])


@given(st.binary(max_size=60), st.sampled_from(["application/json", "application/octet-stream", ""]))
def test_a_body_arrives(body: bytes, content_type: str) -> None:
    event = event_of(HttpRequest("POST", "/query", (("Content-Type", content_type),), body))

    if event["isBase64Encoded"]:
        assert base64.b64decode(event["body"]) == body
    else:
        assert event.get("body", "") == body.decode(errors="replace")
    assert decode_request(event).body == (body if event["isBase64Encoded"] else body.decode(errors="replace").encode())
