"""From what the function returned to the HTTP answer: payload format 2.0."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

JSON = "application/json"
PLAIN = "text/plain; charset=utf-8"  # what AWS says of a body whose type the function leaves out
WITHOUT_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
# Of these the server itself has the say.
_OWN = frozenset({"connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class MalformedAnswerError(Exception):
    """The function returned something that API Gateway answers with 500."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers in the order they are sent, body. The body of a HEAD, a 204 or a 304 is not sent."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first header of this name in lower case."""
        return next((text for given, text in self.headers if given.lower() == name), None)

    def without(self, prefix: str) -> HttpAnswer:
        """Return this answer less the headers whose names begin with `prefix`, given in lower case."""
        kept = tuple(header for header in self.headers if not header[0].lower().startswith(prefix))
        return replace(self, headers=kept)

    def plus(self, headers: Iterable[tuple[str, str]]) -> HttpAnswer:
        """Return this answer with further headers."""
        return replace(self, headers=(*self.headers, *headers))


def gateway_answer(status: int, message: str | None = None) -> HttpAnswer:
    """Make an answer of the gateway's own, in API Gateway's words: `{"message":"Not Found"}`."""
    text = json.dumps({"message": message or _PHRASES.get(status) or HTTPStatus(status).phrase}, separators=(",", ":"))
    return HttpAnswer(status, (("Content-Type", JSON),), text.encode())


def function_answer(payload: bytes) -> HttpAnswer:
    """Read the answer in a function's payload. Raises MalformedAnswerError where AWS answers 500."""
    try:
        value = json.loads(payload)
    except ValueError:
        return HttpAnswer(200, (("Content-Type", JSON),), payload)
    if not isinstance(value, dict) or "statusCode" not in value:
        return HttpAnswer(200, (("Content-Type", JSON),), value.encode() if isinstance(value, str) else payload)
    status = _status(value["statusCode"])
    headers = _headers(value)
    body = _body(value)
    typed = any(name.lower() == "content-type" for name, _ in headers)
    if not typed and status not in WITHOUT_BODY:
        headers.append(("Content-Type", PLAIN))
    return HttpAnswer(status, tuple(headers), body)


# Where API Gateway's words are not those of the standard.
_PHRASES = {413: "Request Entity Too Large"}


def _status(value: object) -> int:
    if not isinstance(value, int) or not 200 <= value <= 599:
        raise MalformedAnswerError(f"its statusCode is {value!r}")
    return value


def _headers(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the headers: cookies first, as AWS sends them, then the function's."""
    headers, cookies = answer.get("headers") or {}, answer.get("cookies") or []
    if not isinstance(headers, dict) or not isinstance(cookies, list):
        raise MalformedAnswerError("its headers are no object, or its cookies no list")
    named = [*(("Set-Cookie", cookie) for cookie in cookies), *headers.items()]
    return [(name, _text(name, value)) for name, value in named if name.lower() not in _OWN]


def _text(name: str, value: object) -> str:
    """Return a header's text; one that HTTP cannot carry, such as one with a line break, is refused."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    sendable = text.isprintable() and all(ord(letter) < 256 for letter in text)
    if not isinstance(value, str | int | float) or not _TOKEN.fullmatch(name) or not sendable:
        raise MalformedAnswerError(f"its header {name!r} cannot be sent")
    return text


def _body(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswerError("its body is no text")
    if answer.get("isBase64Encoded") is not True:
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except ValueError:
        raise MalformedAnswerError("its body is not base64") from None
