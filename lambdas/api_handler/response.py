"""Answers in API Gateway's payload format 2.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.api_handler.router import METHOD
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.payloads import ErrorPayload
    from lambdas.shared.errors import RequestError

HEADERS = {
    "content-type": "application/json",
    "cache-control": "no-store",  # a price from a cache is a wrong price
}


def success(payload: Mapping[str, object]) -> dict[str, Any]:
    """200 with a payload."""
    return _response(200, payload)


def refusal(error: RequestError) -> dict[str, Any]:
    """The 4xx that an error stands for."""
    # RFC 9110, 15.5.6: an answer 405 names the methods that would do
    return _response(error.status, _error(str(error), error.code), {"allow": METHOD} if error.status == 405 else {})


def unavailable() -> dict[str, Any]:
    """503 while something behind the API fails; what it is stays in the log."""
    return _response(503, _error("the service cannot answer right now, try again", "unavailable"))


def _error(text: str, code: str) -> ErrorPayload:
    return {"error": text, "code": code}


def _response(status: int, payload: Mapping[str, object], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {**HEADERS, **(headers or {})},
        "body": json_text(payload),
        "isBase64Encoded": False,
    }
