"""Answers in API Gateway's payload format 2.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.api_handler.validators import etag_of, is_known
from lambdas.shared.wire.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lambdas.api_handler.payloads import ErrorPayload
    from lambdas.shared.errors import RequestError

JSON = {"content-type": "application/json"}
REVALIDATE = {"cache-control": "no-cache"}  # a price from a cache is a wrong price, unless asked for again
NEVER_STORED = {"cache-control": "no-store"}


def success(payload: Mapping[str, object], if_none_match: str) -> dict[str, Any]:
    """200 with a payload; 304 without one for a client that has it already, so that a reload costs little."""
    body = json_text(payload)
    validators = {"etag": etag_of(body), **REVALIDATE}
    if is_known(validators["etag"], if_none_match):
        return _response(304, "", validators)
    return _response(200, body, {**JSON, **validators})


def private(status: int, payload: Mapping[str, object]) -> dict[str, Any]:
    """Return an answer for one client only, which nothing on the way may keep."""
    return _response(status, json_text(payload), {**JSON, **NEVER_STORED})


def options(methods: Iterable[str]) -> dict[str, Any]:
    """204 with the methods there are, which is all that OPTIONS asks.

    A browser's preflight needs a 2xx: API Gateway hands OPTIONS to the default route, and adds the CORS headers.
    """
    return _response(204, "", {"allow": ", ".join(methods), **NEVER_STORED})


def refusal(error: RequestError) -> dict[str, Any]:
    """Return the 4xx that an error stands for."""
    return _failure(error.status, {"error": str(error), "code": error.code}, error.headers)


def unavailable() -> dict[str, Any]:
    """503 while something behind the API fails; what it is stays in the log."""
    return _failure(503, {"error": "the service cannot answer right now, try again", "code": "unavailable"}, {})


def _failure(status: int, payload: ErrorPayload, headers: Mapping[str, str]) -> dict[str, Any]:
    return _response(status, json_text(payload), {**JSON, **NEVER_STORED, **headers})


def _response(status: int, body: str, headers: dict[str, str]) -> dict[str, Any]:
    return {"statusCode": status, "headers": headers, "body": body, "isBase64Encoded": False}
