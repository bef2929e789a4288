"""What a client reads when its message is refused, and where the limits lie."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.push_gateway.frame import read_frame
from lambdas.push_gateway.request import LONGEST_MESSAGE, MOST_SYMBOLS, read_message, read_subscription
from lambdas.shared.errors import RequestError
from tests.unit.lambdas.push_gateway.events import push_event

SYMBOL_RULE = "a symbol is 1 to 16 of A-Z, 0-9, '.', '-', '^' and '=', and begins with a letter, a digit or '^'"
FEED_RULE = "feed is live, or the feed of a replay such as flash-crash.k3f9q2, or null for live"
NO_OBJECT = ("invalid_json", "a message is one JSON object in a text frame")
LONG = "x" * 50


def refusal(call: Any, argument: Any) -> tuple[int, str, str]:
    with pytest.raises(RequestError) as refused:
        call(argument)
    return refused.value.status, refused.value.code, str(refused.value)


def test_a_message_may_be_as_long_as_the_limit() -> None:
    padding = LONGEST_MESSAGE - len('{"a":""}')
    assert read_message(json.dumps({"a": "x" * padding}, separators=(",", ":")))["a"]
    too_long = json.dumps({"a": "x" * (padding + 1)}, separators=(",", ":"))
    assert refusal(read_message, too_long) == (400, "message_too_long", "a message has at most 8192 characters")


@pytest.mark.parametrize("body", ["", "[1]", "{"])
def test_what_is_no_object_is_told_so(body: str) -> None:
    assert refusal(read_message, body) == (400, *NO_OBJECT)


def test_a_frame_without_a_body_is_an_empty_message() -> None:
    assert read_frame(push_event("CONNECT")).body == ""


def test_as_many_symbols_as_the_limit() -> None:
    assert read_subscription({"symbols": ["A"] * MOST_SYMBOLS}).symbols == frozenset({"A"})


@pytest.mark.parametrize(
    ("message", "code", "text"),
    [
        ({LONG: 1}, "unknown_member", f"subscribe takes feed, symbols and channels, not '{LONG[:40]}'"),
        ({"symbols": 5}, "invalid_symbols", "symbols is a list of text, or null for all of them"),
        (
            {"symbols": ["A"] * (MOST_SYMBOLS + 1)},
            "invalid_symbols",
            "symbols has at most 100 entries; null stands for all of them",
        ),
        ({"symbols": ["a"]}, "invalid_symbols", f"{SYMBOL_RULE}: 'a'"),
        ({"symbols": [LONG]}, "invalid_symbols", f"{SYMBOL_RULE}: '{LONG[:40]}'"),
        ({"channels": "prices"}, "invalid_channels", "channels is a list of text, or null for all of them"),
        ({"channels": ["x"]}, "invalid_channels", "the channels are feeds, prices, candles, anomalies: 'x'"),
        ({"feed": "calm"}, "invalid_feed", FEED_RULE),
        ({"feed": 1}, "invalid_feed", FEED_RULE),
    ],
)
def test_a_refused_subscription_says_what_would_do(message: dict[str, Any], code: str, text: str) -> None:
    assert refusal(read_subscription, message) == (400, code, text)
