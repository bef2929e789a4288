"""The door of the emulator's port: programs of this machine come in, web pages do not.

The emulator itself answers whatever reaches its port, and a browser lets any page send requests there: its own side
reads no answer, but the request has had its effect. What gives a page away is the Host it was reached by (a name of the
page's own that was made to mean 127.0.0.1), its Origin, and what the browser says of the request's site,
https://www.w3.org/TR/fetch-metadata/. The APIs of API Gateway are there for pages and have CORS of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.overlay.asgi import answer

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send

_FORBIDDEN = 403
_MISDIRECTED = 421
_POLICY_VIOLATION = 1008  # https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1

# Names that lead to this machine and to nowhere else, https://www.rfc-editor.org/rfc/rfc6761#section-6.3.
_OWN_HOST = re.compile(r"(?:127\.0\.0\.1|(?:[a-z0-9_-]+\.)*localhost)(?::\d{1,5})?", re.IGNORECASE)
_API_HOST = re.compile(r"[a-z0-9]+\.execute-api\.localhost(?::\d{1,5})?", re.IGNORECASE)
_API_PATH = "/_aws/execute-api/"
_ENDS = (b"connection", b"close")  # its body is not read, and would be taken for the next request
# What a browser says of a request that its user made: by the address bar, not by a page.
_BY_THE_USER = "none"

Refusal = tuple[int, str]


def behind_door(inner: Application) -> Application:
    """`inner`, which sees no request that a web page made, but for those to the APIs."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        refused = refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refused is None:
            await inner(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await answer(send, refused[0], {"message": refused[1]}, _ENDS)

    return application


def refusal(scope: Message) -> Refusal | None:
    """Return status and reason with which a request is turned away; None when it may come in."""
    host = ",".join(_values(scope, b"host"))
    if not _OWN_HOST.fullmatch(host):
        return _MISDIRECTED, "the sandbox answers to 127.0.0.1 and localhost only"
    if _API_HOST.fullmatch(host) or scope["path"].startswith(_API_PATH):
        return None
    if _values(scope, b"origin"):
        return _FORBIDDEN, "the sandbox takes no request of a web page"
    if any(site != _BY_THE_USER for site in _values(scope, b"sec-fetch-site")):
        return _FORBIDDEN, "the sandbox takes no request that a web page began"
    return None


def _values(scope: Message, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]
