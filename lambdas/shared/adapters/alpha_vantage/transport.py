"""HTTP GET with the standard library: bounded in time and size, and silent about the address it asks.

The address holds the API key and urllib's errors hold the address. So no error of urllib leaves this module, not
even as the cause or context of another one: failures are built as values and raised outside the `except` blocks.
"""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener, getproxies

from lambdas.shared.errors import (
    ProviderUnreachableError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SOCKET_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MAX_ANSWER_BYTES = 1024 * 1024  # 100 bulk quotes are 50 kB
_CHUNK_BYTES = 64 * 1024


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would carry the key to an address that nobody checked; Alpha Vantage sends none."""

    def redirect_request(self, *_: Any) -> None:
        return None


class HttpTransport:
    """Fetches answers. Build one a process."""

    def __init__(
        self,
        socket_seconds: float = SOCKET_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`socket_seconds` limits connecting and each wait for bytes, `answer_seconds` the reading of a body."""
        self._socket_seconds = socket_seconds
        self._answer_seconds = answer_seconds
        self._monotonic = monotonic
        # plain http only ever goes to this machine, so a proxy has no business seeing it
        proxies = {scheme: address for scheme, address in getproxies().items() if scheme == "https"}
        self._opener = build_opener(ProxyHandler(proxies), _NoRedirects())

    def get(self, address: str) -> bytes:
        """Return the body of a 200 answer; raises `QuoteError` in words of our own for anything else."""
        outcome = self._outcome(address)
        if isinstance(outcome, QuoteError):
            raise outcome
        return outcome

    def _outcome(self, address: str) -> bytes | QuoteError:
        try:
            request = Request(address, headers={"User-Agent": "finpulse", "Accept": "application/json"})  # noqa: S310
            with self._opener.open(request, timeout=self._socket_seconds) as response:
                return self._body(response)
        except HTTPError as error:
            with error:
                return _status_error(error.code)
        except (OSError, HTTPException, ValueError) as error:
            return ProviderUnreachableError(f"Alpha Vantage could not be reached ({_kind(error)})")

    def _body(self, response: HTTPResponse) -> bytes | QuoteError:
        limit = self._monotonic() + self._answer_seconds
        body = bytearray()
        # read1 comes back after each packet, so a server that dribbles bytes cannot hold the function past the limit
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                return QuoteUnreadableError(f"Alpha Vantage's answer is larger than {MAX_ANSWER_BYTES} bytes")
            if self._monotonic() > limit:
                return ProviderUnreachableError("Alpha Vantage's answer took too long")
        return bytes(body)


def _status_error(status: int) -> QuoteError:
    if status == 429:
        return QuoteThrottledError("Alpha Vantage answered with HTTP status 429: too many requests")
    if status in (401, 403):
        return QuoteRejectedError(f"Alpha Vantage refused the call with HTTP status {status}")
    if status >= 500:
        return ProviderUnreachableError(f"Alpha Vantage answered with HTTP status {status}")
    return QuoteUnreadableError(f"Alpha Vantage answered with HTTP status {status}; check ALPHA_VANTAGE_URL")


def _kind(error: Exception) -> str:
    """Return the kind of a network failure as one word; its text may hold the address."""
    cause = error.reason if isinstance(error, URLError) else error
    return type(cause).__name__
