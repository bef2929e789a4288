"""The stand-in provider over HTTP, on this machine's loopback address only."""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finpulse_cli.daemon.http_protocol import hang_up
from finpulse_cli.daemon.loopback import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from finpulse_cli.standins.alpha_vantage.api import Api


class StandIn(LoopbackServer):
    """Serves `GET /query` and `GET /health`. Only the function and the symbol of a call are ever logged.

    A call that is never answered is held for `hold_seconds`, or until the server ends.
    """

    def __init__(
        self, port: int, api: Api, fixture: str, clock: Callable[[], datetime], hold_seconds: float = 60.0
    ) -> None:
        """Bind `port` (0 takes a free one, see `server_port`); `OSError` where it is taken."""
        self.api = api
        self.fixture = fixture
        self.clock = clock
        self.hold_seconds = hold_seconds
        routes = [Route("/query", self._query), Route("/health", self._health)]
        handlers = {HTTPStatus.NOT_FOUND: _nothing_there, HTTPStatus.METHOD_NOT_ALLOWED: _unknown_method}
        # a function inside Docker calls it by Docker's name for this machine
        super().__init__(port, Starlette(routes=routes, exception_handlers=handlers), any_host=True)

    async def _query(self, request: Request) -> Response:
        given = [(name, text) for name, text in request.query_params.multi_items() if text]
        query = dict(reversed(given))  # of a repeated parameter the first one counts
        try:
            answer = self.api.answer(query, self.clock())
        except Exception as error:  # noqa: BLE001 - its words, or a traceback, could hold the address, and so the key
            if not isinstance(error, ConnectionError):
                _log(f"a request failed: {type(error).__name__}")
            return _Silence(0)
        outcome = "held without an answer" if answer is None else str(answer.status)
        _log(
            f"GET /query function={query.get('function', '')[:40]!a} symbol={query.get('symbol', '')[:80]!a} {outcome}"
        )
        if answer is None:
            return _Silence(self.hold_seconds)
        return Response(answer.body, answer.status, headers={"Content-Type": answer.content_type})

    async def _health(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok", "fixture": self.fixture, "symbols": sorted(self.api.tape.bars)})


class _Silence(Response):
    """No answer at all: the connection ends after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is sent
        await asyncio.sleep(self._seconds)
        await hang_up(scope, receive)


def _nothing_there(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "There is only /query and /health here."}, HTTPStatus.NOT_FOUND)


def _unknown_method(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "There is only GET here."}, HTTPStatus.NOT_IMPLEMENTED)


def _log(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
