"""The parameters of the API: what each may be, and the answer when it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        """The number in plain ASCII digits, else `RequestError` 400."""
        if _WHOLE.fullmatch(text) and self.minimum <= (number := int(text)) <= self.maximum:
            return number
        message = f"{self.name} must be a whole number from {self.minimum} to {self.maximum}"
        raise RequestError(400, "invalid_parameter", message)


HOURS = WholeNumber("hours", 1, 168, 24, "How many hours to look back from now.")

DAYS = WholeNumber("days", 1, 31, 7, "Days of arrivals that the queries look at, the last of them today (UTC).")


def limit_of(default: int) -> WholeNumber:
    """The `limit` of a route that lists things."""
    return WholeNumber("limit", 1, 500, default, "How many entries to return at most.")


def read_numbers(declared: Sequence[WholeNumber], query: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Every declared number, given or default. Strange and repeated names are `RequestError` 400: a mistyped
    `?hour=1` must not answer with 24 hours as if nothing were wrong."""
    known = {number.name: number for number in declared}
    values: dict[str, int] = {}
    for name, text in query:
        if name not in known:
            raise RequestError(400, "unknown_parameter", _unknown(name, known))
        if name in values:
            raise RequestError(400, "repeated_parameter", f"{name} is given more than once")
        values[name] = known[name].read(text)
    return {name: values.get(name, number.default) for name, number in known.items()}


def require_symbol(text: str) -> str:
    """A well-formed ticker symbol, else `RequestError` 400."""
    if not SYMBOL_PATTERN.fullmatch(text):
        message = "symbol must be 1 to 16 of A-Z, 0-9, '.', '-', '^' and '=', and begin with a letter or digit"
        raise RequestError(400, "invalid_symbol", message)
    return text


def require_query_id(text: str) -> str:
    """The id of a query, else `RequestError` 404: what has another form is no query of ours either."""
    if not QUERY_ID_PATTERN.fullmatch(text):
        raise RequestError(404, "unknown_query", "there is no such query")
    return text


def _unknown(name: str, known: dict[str, WholeNumber]) -> str:
    takes = f"takes {' and '.join(known)}" if known else "takes no parameter"
    return f"unknown parameter {name[:SHOWN_CHARACTERS]!r}: this route {takes}"
