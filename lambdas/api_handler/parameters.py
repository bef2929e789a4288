"""The parameters of the API: what each may be, and the answer when it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN
from lambdas.shared.domain.feed import FEED_PATTERN, LIVE
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
QUERY_ID_PATTERN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """An optional whole number in the query string, within limits that are both allowed."""

    name: str
    minimum: int
    maximum: int
    default: int
    description: str

    def read(self, text: str) -> int:
        """Return the number in plain ASCII digits, else `RequestError` 400."""
        if _WHOLE.fullmatch(text) and self.minimum <= (number := int(text)) <= self.maximum:
            return number
        message = f"{self.name} must be a whole number from {self.minimum} to {self.maximum}"
        raise RequestError(400, "invalid_parameter", message)


@dataclass(frozen=True, slots=True)
class FeedName:
    """An optional feed in the query string. Without a `default` all feeds are meant."""

    name: str
    default: str | None
    description: str

    def read(self, text: str) -> str:
        """Return the feed, else raise `RequestError` 400."""
        if FEED_PATTERN.fullmatch(text):
            return text
        message = f"{self.name} must be {LIVE}, or the feed of a replay such as flash-crash.k3f9q2, see GET /feeds"
        raise RequestError(400, "invalid_feed", message)


Parameter = WholeNumber | FeedName

FEED = FeedName("feed", LIVE, "The feed to show, as GET /feeds lists it: the live market, or a replay.")
ANY_FEED = FeedName("feed", None, "Only this feed, as GET /feeds lists it; all of them without.")

HOURS = WholeNumber("hours", 1, 168, 24, "How many hours to look back from now.")

DAYS = WholeNumber("days", 1, 31, 7, "Days of arrivals that the queries look at, the last of them today (UTC).")


def limit_of(default: int) -> WholeNumber:
    """Return the `limit` of a route that lists things."""
    return WholeNumber("limit", 1, 500, default, "How many entries to return at most.")


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a request as far as its route declares them, given or default. `feed` None: all feeds."""

    numbers: Mapping[str, int]
    feed: str | None = None


def read_parameters(declared: Sequence[Parameter], query: Sequence[tuple[str, str]]) -> Given:
    """Return every declared parameter.

    Strange and repeated names are `RequestError` 400: a mistyped `?hour=1` must not answer with 24 hours as if nothing
    were wrong.
    """
    known = {parameter.name: parameter for parameter in declared}
    texts: dict[str, str] = {}
    for name, text in query:
        if name not in known:
            raise RequestError(400, "unknown_parameter", _unknown(name, known))
        if name in texts:
            raise RequestError(400, "repeated_parameter", f"{name} is given more than once")
        texts[name] = text
    numbers: dict[str, int] = {}
    feed: str | None = None
    for name, parameter in known.items():
        if isinstance(parameter, WholeNumber):
            numbers[name] = parameter.read(texts[name]) if name in texts else parameter.default
        else:
            feed = parameter.read(texts[name]) if name in texts else parameter.default
    return Given(numbers, feed)


def require_symbol(text: str) -> str:
    """Require a well-formed ticker symbol, else `RequestError` 400."""
    if not SYMBOL_PATTERN.fullmatch(text):
        message = "symbol must be 1 to 16 of A-Z, 0-9, '.', '-', '^' and '=', and begin with a letter, a digit or '^'"
        raise RequestError(400, "invalid_symbol", message)
    return text


def require_query_id(text: str) -> str:
    """Return the id of a query, else `RequestError` 404: what has another form is no query of ours either."""
    if not QUERY_ID_PATTERN.fullmatch(text):
        raise RequestError(404, "unknown_query", "there is no such query")
    return text


def require_event_id(text: str) -> str:
    """Return the id of an event, else `RequestError` 404: what has another form is no event of ours either."""
    if not EVENT_ID_PATTERN.fullmatch(text):
        raise RequestError(404, "unknown_anomaly", "there is no such anomaly, or no longer")
    return text


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    takes = f"takes {' and '.join(known)}" if known else "takes no parameter"
    return f"unknown parameter {name[:SHOWN_CHARACTERS]!r}: this route {takes}"
