"""The guard of the routes that cost or change something: it lets in whoever has the token that Terraform made."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.ports import FreshSecret

CHALLENGE = {"www-authenticate": "Bearer"}
SCHEME = "bearer"
KEPT_SECONDS = 60.0


class TokenAccess:
    """Lets the bearer of the token pass. A changed token holds after KEPT_SECONDS at most, in a warm process too.

    `clock` gives seconds that never go back.
    """

    def __init__(self, secret: FreshSecret, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._clock = clock
        self._digest = b""
        self._read_at: float | None = None

    def require(self, authorization: str) -> None:
        """Raise `RequestError` 401 unless the header is `Bearer <the token>`.

        The answer is the same for no token, a wrong one and anything else that is not it.
        """
        scheme, _, token = authorization.strip().partition(" ")
        # Digests are of equal length, so that the comparison does not tell how long the token is.
        matches = hmac.compare_digest(_digest(token.strip()), self._expected())
        if not (matches and scheme.lower() == SCHEME):
            raise RequestError(401, "unauthorized", "this needs the API's token", CHALLENGE)

    def _expected(self) -> bytes:
        now = self._clock()
        if self._read_at is None or now - self._read_at >= KEPT_SECONDS:
            self._digest = _digest(self._secret.refresh())
            self._read_at = now
        return self._digest


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
