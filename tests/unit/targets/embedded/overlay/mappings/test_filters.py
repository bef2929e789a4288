"""Which records a function is given."""

from __future__ import annotations

import json

import pytest

from finpulse_cli.targets.embedded.overlay.mappings.filters import PatternError, parsed, passes
from tests.unit.targets.embedded.overlay.mappings.making import record

QUOTE = b'{"symbol":"AAPL","price":300,"venue":{"name":"XNAS"},"flags":["a","b"],"note":null}'


def is_passed(data: bytes, *rules: object) -> bool:
    return passes(record(1, data, "key-1"), tuple(json.dumps(rule) for rule in rules))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"symbol": ["AAPL"]}, True),
        ({"symbol": ["MSFT"]}, False),
        ({"symbol": ["MSFT", "AAPL"]}, True),
        ({"symbol": ["aapl"]}, False),
        ({"symbol": [{"equals-ignore-case": "aapl"}]}, True),
        ({"symbol": [{"prefix": "AA"}]}, True),
        ({"symbol": [{"suffix": "PL"}]}, True),
        ({"symbol": [{"anything-but": ["AAPL"]}]}, False),
        ({"symbol": [{"anything-but": "MSFT"}]}, True),
        ({"symbol": [{"anything-but": {"prefix": "AA"}}]}, False),
        ({"symbol": [{"exists": True}]}, True),
        ({"missing": [{"exists": False}]}, True),
        ({"missing": [{"anything-but": "x"}]}, False),
        ({"price": [300]}, True),
        ({"price": ["300"]}, False),
        ({"price": [{"numeric": [">", 299, "<=", 300]}]}, True),
        ({"price": [{"numeric": ["<", 300]}]}, False),
        ({"symbol": [{"numeric": ["=", 300]}]}, False),
        ({"venue": {"name": ["XNAS"]}}, True),
        ({"venue": {"name": ["XNYS"]}}, False),
        ({"symbol": {"name": ["XNAS"]}}, False),
        ({"flags": ["b"]}, True),
        ({"note": [None]}, True),
        ({"symbol": ["AAPL"], "price": [1]}, False),
        ({"$or": [{"symbol": ["MSFT"]}, {"price": [300]}]}, True),
    ],
)
def test_data_is_compared_as_a_rule_says(rule: object, expected: bool) -> None:
    assert is_passed(QUOTE, {"data": rule}) is expected


def test_numbers_are_compared_as_they_are_written() -> None:
    assert not is_passed(b'{"price":300.0}', {"data": {"price": [300]}})


def test_one_filter_of_several_is_enough() -> None:
    assert is_passed(QUOTE, {"data": {"symbol": ["MSFT"]}}, {"data": {"symbol": ["AAPL"]}})
    assert not is_passed(QUOTE, {"data": {"symbol": ["MSFT"]}}, {"data": {"symbol": ["AMZN"]}})


def test_without_filters_everything_passes() -> None:
    assert is_passed(b"\xff")


@pytest.mark.parametrize("data", [b"no JSON", b"\xff\xfe", b"", b"3"])
def test_other_data_never_matches_a_pattern_on_data(data: bytes) -> None:
    assert not is_passed(data, {"data": {"symbol": ["AAPL"]}})


def test_the_partition_key_can_be_asked_for_and_data_need_not_be_json_then() -> None:
    assert is_passed(b"no JSON", {"partitionKey": ["key-1"]})
    assert not is_passed(b"no JSON", {"partitionKey": ["key-2"]})


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "text",
        "[]",
        "{}",
        '{"data":"AAPL"}',
        '{"data":[]}',
        '{"data":{}}',
        '{"data":[["a"]]}',
        '{"data":{"a":[{"like":"x"}]}}',
        '{"data":{"a":[{"numeric":[">"]}]}}',
        '{"data":{"a":[{"numeric":["~",1]}]}}',
        '{"data":{"a":[{"numeric":[">","x"]}]}}',
    ],
)
def test_what_is_no_rule_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parsed(pattern)
