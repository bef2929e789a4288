"""The gateway on 127.0.0.1."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from finpulse_cli.daemon.in_thread import in_thread
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.standins.api_gateway.answer import WITHOUT_BODY, HttpAnswer, gateway_answer
from finpulse_cli.standins.api_gateway.gateway import MAX_BODY_BYTES, Gateway
from finpulse_cli.standins.api_gateway.request import HttpRequest

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_CLOSE = ("Connection", "close")


class GatewayServer(LoopbackServer):
    """Serves a gateway on loopback; OSError where the port is taken. Port 0 takes a free one, see `server_port`."""

    def __init__(self, port: int, gateway: Gateway) -> None:
        self.gateway = gateway
        super().__init__(port, self._serve_one)

    async def _serve_one(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a request to the gateway and its answer back."""
        answer = await self._answer(Request(scope, receive))
        await _response(answer)(scope, receive, send)

    async def _answer(self, request: Request) -> HttpAnswer:
        if request.method not in _METHODS:
            return gateway_answer(HTTPStatus.NOT_IMPLEMENTED).plus([_CLOSE])
        body = await _body(request, MAX_BODY_BYTES)
        if body is None:
            # what is left of the body would be taken for the next request
            return gateway_answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE).plus([_CLOSE])
        asked = self._request(request, body)
        return await in_thread(lambda: self.gateway.answer(asked))

    def _request(self, request: Request, body: bytes) -> HttpRequest:
        path, query = request.scope["raw_path"], request.scope["query_string"]
        return HttpRequest(
            method=request.method,
            target=(path + (b"?" + query if query else b"")).decode("latin-1"),
            headers=tuple((name.decode("latin-1"), text.decode("latin-1")) for name, text in request.headers.raw),
            body=body,
            source_ip=request.client.host if request.client else "",
            port=self.server_port,
        )


async def _body(request: Request, limit_bytes: int) -> bytes | None:
    """Return the body of a request; None for one that is, or says that it will be, longer than `limit_bytes`."""
    if int(request.headers.get("content-length", 0)) > limit_bytes:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            return None
    return body


def _response(answer: HttpAnswer) -> Response:
    bodiless = answer.status in WITHOUT_BODY
    response = Response(b"" if bodiless else answer.body, answer.status)
    length = [] if bodiless else [("Content-Length", str(len(answer.body)))]
    headers = [*answer.headers, *length]  # as they are written, which Starlette's own would not be
    response.raw_headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers]
    return response
