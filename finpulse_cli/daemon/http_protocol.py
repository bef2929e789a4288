"""HTTP/1.1 as uvicorn speaks it, but for two things: how it refuses, and that an application may hang up."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from asyncio import Transport

    from starlette.types import ASGIApp, Receive, Scope, Send

LONGEST_TARGET_BYTES = 65_536  # of a request line, and of all headers together
_HANG_UP = "finpulse.hang_up"


class HttpProtocol(H11Protocol):
    """One connection."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it itself
        """Let the application end this connection, see `hang_up`."""
        super().connection_made(transport)
        self.app = _with_extension(self.app, transport)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words for every fault
        """Refuse what is no request, with the status that fits and the words of `refusal`."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else HTTPStatus.BAD_REQUEST
        if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE and b"\n" not in self.conn.trailing_data[0]:
            status = HTTPStatus.REQUEST_URI_TOO_LONG  # it is the first line that does not end
        body = refusal(status)
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Connection", "close")]
        answer = h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase.encode())
        for event in (answer, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def refusal(status: int, message: str | None = None) -> bytes:
    """Return the JSON body of a refusal: `{"message":"Bad Request"}`."""
    return json.dumps({"message": message or HTTPStatus(status).phrase}, separators=(",", ":")).encode()


async def hang_up(scope: Scope, receive: Receive) -> None:
    """End the connection of a request without an answer, or with half of one; return when it has ended."""
    scope["extensions"][_HANG_UP]()
    while (await receive())["type"] != "http.disconnect":
        pass


def drop_at_once(scope: Scope) -> None:
    """End the connection of a request without waiting for it."""
    scope["extensions"][_HANG_UP]()


def _with_extension(app: ASGIApp, transport: Transport) -> ASGIApp:
    async def extended(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})[_HANG_UP] = transport.abort
        await app(scope, receive, send)

    return extended
