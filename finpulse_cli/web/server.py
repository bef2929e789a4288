"""The dashboard's server on 127.0.0.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from finpulse_cli.daemon.in_thread import in_thread
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.web.health import NAME
from finpulse_cli.web.site import Answer, Request, Site

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class DashboardServer(LoopbackServer):
    """Serves a site on loopback; OSError where the port is taken. Port 0 takes a free one, see `server_port`."""

    def __init__(self, port: int, site: Site) -> None:
        self.site = site
        super().__init__(port, self._serve_one)

    async def _serve_one(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a request to the site and its answer back; a HEAD gets everything but the body."""
        asked = HttpRequest(scope)
        request = Request(asked.method, scope["raw_path"].decode("latin-1"), dict(asked.headers))
        answer = await in_thread(lambda: self.site.answer(request))
        await _response(answer, request.method)(scope, receive, send)


def _response(answer: Answer, method: str) -> Response:
    response = Response(answer.body, answer.status, {"Server": NAME, **answer.headers})
    if method not in ("GET", "HEAD"):
        response.headers["Connection"] = "close"  # its body was not read, and would be taken for the next request
    return response
