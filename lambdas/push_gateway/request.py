"""A client's request, read from the text of its message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.domain.feed import FEED_PATTERN, LIVE
from lambdas.shared.domain.subscription import Channel, Subscription
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_MESSAGE = 8192  # characters; a hundred of the longest symbols take a quarter of it
MOST_SYMBOLS = 100
SHOWN_CHARACTERS = 40
SUBSCRIBE_MEMBERS = frozenset({"action", "feed", "symbols", "channels"})


def read_message(body: str) -> dict[str, Any]:
    """Return the members of a message, else `RequestError`."""
    if len(body) > LONGEST_MESSAGE:
        raise RequestError(400, "message_too_long", f"a message has at most {LONGEST_MESSAGE} characters")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "invalid_json", "a message is one JSON object in a text frame") from error
    if not isinstance(message, dict):
        raise RequestError(400, "invalid_json", "a message is one JSON object in a text frame")
    return message


def read_subscription(message: Mapping[str, Any]) -> Subscription:
    """Return what a subscribe message asks for, else `RequestError`.

    null, or no such member, means all symbols, all channels, the live market's feed; [] means none. Strange members
    are refused: a mistyped `symbol` must not subscribe to everything as if nothing were wrong.
    """
    for name in message:
        if name not in SUBSCRIBE_MEMBERS:
            raise RequestError(400, "unknown_member", f"subscribe takes feed, symbols and channels, not {_shown(name)}")
    symbols = _texts(message, "symbols", "invalid_symbols")
    channels = _texts(message, "channels", "invalid_channels")
    return Subscription(
        symbols=None if symbols is None else frozenset(map(_symbol, symbols)),
        channels=frozenset(Channel) if channels is None else frozenset(map(_channel, channels)),
        feed=_feed(message.get("feed")),
    )


def _texts(message: Mapping[str, Any], name: str, code: str) -> list[str] | None:
    value = message.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise RequestError(400, code, f"{name} is a list of text, or null for all of them")
    if len(value) > MOST_SYMBOLS:
        raise RequestError(400, code, f"{name} has at most {MOST_SYMBOLS} entries; null stands for all of them")
    return value


def _feed(value: object) -> str:
    if value is None:
        return LIVE
    if not isinstance(value, str) or not FEED_PATTERN.fullmatch(value):
        message = "feed is live, or the feed of a replay such as flash-crash.k3f9q2, or null for live"
        raise RequestError(400, "invalid_feed", message)
    return value


def _symbol(text: str) -> str:
    if not SYMBOL_PATTERN.fullmatch(text):
        message = "a symbol is 1 to 16 of A-Z, 0-9, '.', '-', '^' and '=', and begins with a letter, a digit or '^'"
        raise RequestError(400, "invalid_symbols", f"{message}: {_shown(text)}")
    return text


def _channel(text: str) -> Channel:
    try:
        return Channel(text)
    except ValueError as error:
        raise RequestError(400, "invalid_channels", f"the channels are {', '.join(Channel)}: {_shown(text)}") from error


def _shown(text: str) -> str:
    return repr(text[:SHOWN_CHARACTERS])
