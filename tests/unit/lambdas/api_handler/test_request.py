from __future__ import annotations

import pytest

from lambdas.api_handler.request import decode_request
from tests.doubles.api_services import http_event


@pytest.mark.parametrize(
    ("path", "stage", "segments"),
    [
        ("/prices", "$default", ("prices",)),
        ("/prices/AAPL", "$default", ("prices", "AAPL")),
        ("/dev/prices/AAPL", "dev", ("prices", "AAPL")),
        ("/development/prices", "dev", ("development", "prices")),
        ("/dev", "dev", ("",)),
        ("/prices/", "$default", ("prices", "")),
        ("//prices", "$default", ("", "prices")),
        ("", "$default", ("",)),
        ("/prices/BRK%2EB", "$default", ("prices", "BRK.B")),
        ("/prices/A%2FB", "$default", ("prices", "A/B")),
        ("/prices/%2541", "$default", ("prices", "%41")),
        ("/prices/%FF%zz%", "$default", ("prices", "\N{REPLACEMENT CHARACTER}%zz%")),
    ],
)
def test_a_path_is_split_and_decoded_once(path: str, stage: str, segments: tuple[str, ...]) -> None:
    assert decode_request(http_event(path, stage=stage)).segments == segments


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ("", ()),
        ("limit=5&hours=2", (("limit", "5"), ("hours", "2"))),
        ("limit=5&limit=6", (("limit", "5"), ("limit", "6"))),
        ("limit=", (("limit", ""),)),
        ("limit", (("limit", ""),)),
        ("limit=%35", (("limit", "5"),)),
        ("limit=+5", (("limit", " 5"),)),
        ("limit=%FF", (("limit", "\N{REPLACEMENT CHARACTER}"),)),
        ("&&", ()),
        ("=5", (("", "5"),)),
    ],
)
def test_a_query_keeps_repeated_and_empty_parameters(query: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert decode_request(http_event("/prices", query)).query == pairs


def test_method_and_id_are_taken_over() -> None:
    request = decode_request(http_event("/prices", method="DELETE"))
    assert (request.method, request.request_id, request.if_none_match) == ("DELETE", "JKJaXmPLvHcESHA=", "")


@pytest.mark.parametrize("name", ["if-none-match", "If-None-Match"])
def test_a_header_is_found_in_any_case(name: str) -> None:
    assert decode_request(http_event("/prices", headers={name: '"a","b"'})).if_none_match == '"a","b"'


def test_an_event_without_query_stage_and_id_is_enough() -> None:
    request = decode_request({"rawPath": "/stats", "requestContext": {"http": {"method": "GET"}}})
    assert (request.segments, request.query, request.request_id) == (("stats",), (), "")
