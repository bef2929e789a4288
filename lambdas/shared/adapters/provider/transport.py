"""HTTP GET with the standard library: bounded in time and size, and silent about the address it asks.

The address may hold the API key and urllib's errors hold the address. So no error of urllib leaves this module, not
even as the cause or context of another one: failures are built as values and raised outside the `except` blocks.
"""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import Request

from lambdas.shared.adapters.guarded_http import guarded_opener
from lambdas.shared.errors import (
    AnswerCutShortError,
    KeyRejectedError,
    PremiumOnlyError,
    ProviderFailedError,
    ProviderTimeoutError,
    ProviderUnreachableError,
    QuoteError,
    QuoteThrottledError,
    QuoteUnreadableError,
    UnexpectedStatusError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SOCKET_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MAX_ANSWER_BYTES = 1024 * 1024  # 100 bulk quotes are 50 kB
_CHUNK_BYTES = 64 * 1024
_HEADERS = {"User-Agent": "finpulse", "Accept": "application/json"}
_KINDS: Mapping[int, type[QuoteError]] = {
    401: KeyRejectedError,
    403: PremiumOnlyError,
    408: ProviderTimeoutError,
    429: QuoteThrottledError,
}


class HttpTransport:
    """Fetches answers of `provider`, as people call it. Build one a process."""

    def __init__(
        self,
        provider: str,
        socket_seconds: float = SOCKET_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`socket_seconds` limits connecting and each wait for bytes, `answer_seconds` the reading of a body."""
        self._provider = provider
        self._socket_seconds = socket_seconds
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic
        self._opener = guarded_opener()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of a 200 answer; raises `QuoteError` in words of our own for anything else."""
        outcome = self._outcome(address, headers or {})
        if isinstance(outcome, QuoteError):
            raise outcome
        return outcome

    def _outcome(self, address: str, headers: Mapping[str, str]) -> bytes | QuoteError:
        try:
            request = Request(address, headers={**_HEADERS, **headers})  # noqa: S310
            with self._opener.open(request, timeout=self._socket_seconds) as response:
                return self._body(response)
        except HTTPError as error:
            with error:
                return self._status_error(error.code)
        except (OSError, HTTPException, ValueError) as error:
            return self._network_error(error)

    def _body(self, response: HTTPResponse) -> bytes | QuoteError:
        limit = self._monotonic() + self._answer_seconds
        body = bytearray()
        # read1 comes back after each packet, so a server that dribbles bytes cannot hold the function past the limit
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                return QuoteUnreadableError(f"{self._provider}'s answer is larger than {MAX_ANSWER_BYTES} bytes")
            if self._monotonic() > limit:
                return ProviderTimeoutError(f"{self._provider}'s answer took too long")
        if response.length:  # bytes that it promised and that read1 does not miss
            return AnswerCutShortError(f"{self._provider}'s answer ended {response.length} bytes before its end")
        return bytes(body)

    def _status_error(self, status: int) -> QuoteError:
        kind = ProviderFailedError if status >= 500 else _KINDS.get(status, UnexpectedStatusError)
        hint = "; check the provider's URL" if kind is UnexpectedStatusError else ""
        return kind(f"{self._provider} answered with HTTP status {status}{hint}")

    def _network_error(self, error: Exception) -> QuoteError:
        """Return a failure that has only the kind of the network's; its text may hold the address."""
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, TimeoutError):
            return ProviderTimeoutError(f"{self._provider} did not answer within {self._socket_seconds:g} s")
        if isinstance(cause, IncompleteRead):
            return AnswerCutShortError(f"{self._provider}'s answer ended before its end")
        return ProviderUnreachableError(f"{self._provider} could not be reached ({type(cause).__name__})")
