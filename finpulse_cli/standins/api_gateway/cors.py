"""CORS as an HTTP API with a CORS configuration does it.

See "Configure CORS for HTTP APIs" in AWS's developer guide: headers are added to the answer of every request with an
Origin that is let in, an OPTIONS needs Access-Control-Request-Method besides, and what the function says is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass

from finpulse_cli.standins.api_gateway.answer import HttpAnswer
from finpulse_cli.standins.api_gateway.request import HttpRequest

OPTIONS = "OPTIONS"
# As in terraform/api.tf; a test compares.
ALLOW_METHODS = ("GET", "POST", "DELETE")
ALLOW_HEADERS = ("authorization", "content-type", "if-none-match")
EXPOSE_HEADERS = ("etag",)
MAX_AGE_SECONDS = 3600
_EVERY_ORIGIN = "*"
_EVERY_HOST = ("https://*", "http://*")


@dataclass(frozen=True, slots=True)
class CorsPolicy:
    """Origins that are let in: exact ones, `*`, or `https://*`."""

    origins: tuple[str, ...]

    def preflight_answer(self) -> HttpAnswer:
        """Return the gateway's own answer to an OPTIONS that no route takes, still without CORS headers."""
        return HttpAnswer(204)

    def applied(self, request: HttpRequest, answer: HttpAnswer) -> HttpAnswer:
        """Return the answer with this policy's headers in place of the function's."""
        bare = answer.without("access-control-")
        if _EVERY_ORIGIN not in self.origins:
            bare = _varying(bare)
        allowed = self._allowed(request.header("origin"))
        if allowed is None:
            return bare
        if request.method != OPTIONS:
            return bare.plus([_allow_origin(allowed), ("Access-Control-Expose-Headers", ",".join(EXPOSE_HEADERS))])
        if not request.header("access-control-request-method"):
            return bare
        return bare.plus(
            [
                _allow_origin(allowed),
                ("Access-Control-Allow-Methods", ",".join(ALLOW_METHODS)),
                ("Access-Control-Allow-Headers", ",".join(ALLOW_HEADERS)),
                ("Access-Control-Max-Age", str(MAX_AGE_SECONDS)),
            ]
        )

    def _allowed(self, origin: str) -> str | None:
        """Return what Access-Control-Allow-Origin says to an origin; None to one that is not let in."""
        if not origin:
            return None
        if _EVERY_ORIGIN in self.origins:
            return _EVERY_ORIGIN
        patterns = [pattern.removesuffix("*") for pattern in _EVERY_HOST if pattern in self.origins]
        return origin if origin in self.origins or origin.startswith(tuple(patterns)) else None


def _allow_origin(allowed: str) -> tuple[str, str]:
    return "Access-Control-Allow-Origin", allowed


def _varying(answer: HttpAnswer) -> HttpAnswer:
    """Return the answer, marked as one that depends on the Origin, so that no cache hands it to another page."""
    varies = ", ".join(filter(None, [answer.header("vary"), "Origin"]))
    return answer.without("vary").plus([("Vary", varies)])
