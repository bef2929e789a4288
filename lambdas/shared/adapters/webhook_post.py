"""HTTP POST with the standard library: bounded in time and size, and silent about the address.

The address may be all that guards a channel, and urllib's errors hold it. So none of them leaves this module: what
became of a POST is a value, in words of our own.
"""

from __future__ import annotations

import json
import math
import time
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import Request

from lambdas.shared.adapters.guarded_http import guarded_opener
from lambdas.shared.ports import Posted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SOCKET_SECONDS = 4.0
ANSWER_SECONDS = 8.0
MAX_ANSWER_BYTES = 16 * 1024
LONGEST_WAIT_SECONDS = 3600.0  # that a receiver may ask for
_CHUNK_BYTES = 4 * 1024


class WebhookPost:
    """Implements `ports.WebhookSender`. Build one a process."""

    def __init__(
        self,
        socket_seconds: float = SOCKET_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`socket_seconds` limits connecting and each wait for bytes, `answer_seconds` the reading of an answer."""
        self._socket_seconds = socket_seconds
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic
        self._opener = guarded_opener()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """POST a JSON body; return what became of it."""
        given = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "finpulse", **headers}
        try:
            request = Request(url, data=body, headers=given, method="POST")  # noqa: S310 - checked where it is read
            with self._opener.open(request, timeout=self._socket_seconds):
                return Posted(is_delivered=True)
        except HTTPError as error:
            with error:
                return Posted(False, f"HTTP status {error.code}", self._asked_wait(error))
        except (OSError, HTTPException, ValueError) as error:
            return Posted(False, _reason(error))

    def _asked_wait(self, error: HTTPError) -> float | None:
        """Return the seconds that a receiver asks to be left alone: by its header, or in Telegram's answer."""
        header = _seconds(error.headers.get("Retry-After"))
        if header is not None or error.code != 429:
            return header
        try:
            answer = json.loads(self._read(error))
            return _seconds(answer["parameters"]["retry_after"])
        except (OSError, HTTPException, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _read(self, response: HTTPResponse | HTTPError) -> bytes:
        limit = self._monotonic() + self._answer_seconds
        body = bytearray()
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES or self._monotonic() > limit:
                break
        return bytes(body)


def _seconds(text: object) -> float | None:
    try:
        seconds = float(str(text))
    except ValueError:
        return None  # a date, which nobody asked here sends
    return min(seconds, LONGEST_WAIT_SECONDS) if math.isfinite(seconds) and seconds >= 0 else None


def _reason(error: Exception) -> str:
    """Return the kind of a failure as one word; its text may hold the address."""
    cause = error.reason if isinstance(error, URLError) else error
    return f"no answer ({type(cause).__name__})"
