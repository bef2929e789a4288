"""Bytes of an answer to a JSON object."""

from __future__ import annotations

import json

from lambdas.shared.errors import QuoteUnreadableError


def json_object(data: bytes) -> dict[str, object]:
    """Return the JSON object in `data`, numbers kept as their text; `QuoteUnreadableError` if there is none."""
    body = _decoded(data)
    if not isinstance(body, dict):
        # raised here and not while handling the decoder's error, which holds the whole reply and the key it may echo
        raise QuoteUnreadableError("Alpha Vantage's answer is not a JSON object")
    return body


def _decoded(data: bytes) -> object:
    try:
        return json.loads(data, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
