"""Bytes of an answer to a JSON object."""

from __future__ import annotations

import json

from lambdas.shared.errors import AnswerCutShortError, AnswerNotJsonError, QuoteError


def json_object(data: bytes) -> dict[str, object]:
    """Return the JSON object in `data`, numbers kept as their text.

    Raises `AnswerCutShortError` where it is the beginning of one, `AnswerNotJsonError` where it is something else.
    """
    body = _decoded(data)
    if not isinstance(body, dict):
        # raised here and not while handling the decoder's error, which holds the whole reply and the key it may echo
        raise _failure(data.strip())
    return body


def _failure(text: bytes) -> QuoteError:
    if not text or (text.startswith(b"{") and not text.endswith(b"}")):
        return AnswerCutShortError("the answer ended before its end")
    return AnswerNotJsonError("the answer is not a JSON object")


def _decoded(data: bytes) -> object:
    try:
        return json.loads(data, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
