"""A client's request, read from API Gateway's event (HTTP API, payload format 2.0)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_STAGE = "$default"


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `segments` are the decoded parts of the path, `query` the decoded parameters, repeated ones too.

    `if_none_match` and `authorization` are those headers' texts, "" without.
    """

    method: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    request_id: str
    if_none_match: str
    authorization: str = field(repr=False)
    body: bytes = field(repr=False)


def decode_request(event: Mapping[str, Any]) -> Request:
    """Return the request in an event. No text a client can send makes this fail."""
    context = event["requestContext"]
    path = _without_stage(event.get("rawPath") or "/", context.get("stage") or DEFAULT_STAGE)
    # rawQueryString instead of queryStringParameters: the latter joins repeated parameters with commas.
    query = parse_qsl(event.get("rawQueryString") or "", keep_blank_values=True)
    return Request(
        method=context["http"]["method"],
        segments=_segments(path),
        query=tuple(query),
        request_id=context.get("requestId") or "",
        if_none_match=_header(event, "if-none-match"),
        authorization=_header(event, "authorization"),
        body=_body(event),
    )


def _body(event: Mapping[str, Any]) -> bytes:
    """Return what was sent; API Gateway encodes it when its type is none of text."""
    text = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(text).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


def _header(event: Mapping[str, Any], wanted: str) -> str:
    """Return a header's text; API Gateway joins repeated ones with commas.

    Its names are in lower case, others' may not be.
    """
    headers = event.get("headers") or {}
    return ",".join(text for name, text in headers.items() if name.lower() == wanted)


def _without_stage(path: str, stage: str) -> str:
    """Return a path without the stage that API Gateway puts before it, unless it is the default stage."""
    prefix = f"/{stage}"
    return path[len(prefix) :] if path == prefix or path.startswith(f"{prefix}/") else path


def _segments(path: str) -> tuple[str, ...]:
    """Return the path's decoded segments.

    An HTTP API decodes rawPath except for `%25`, other front ends do not decode it: what is left is decoded here.
    """
    return tuple(unquote(part, errors="replace") for part in path.removeprefix("/").split("/"))
