"""Stand-in providers over HTTP, on this machine's loopback address only."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finpulse_cli.daemon.http_protocol import hang_up
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.standins.provider.provider_answer import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from finpulse_cli.standins.provider.provider_answer import ProviderApi


class StandIn(LoopbackServer):
    """Serves each provider's path, and `GET /health`. Only the function and the symbol of a call are ever logged.

    A call that is never answered is held for `hold_seconds`, or until the server ends.
    """

    def __init__(
        self,
        port: int,
        apis: Sequence[ProviderApi],
        fixture: str,
        clock: Callable[[], datetime],
        hold_seconds: float = 60.0,
        latency_seconds: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """Bind `port` (0 takes a free one, see `server_port`); `OSError` where it is taken."""
        self._apis = apis
        self._fixture = fixture
        self._clock = clock
        self._hold_seconds = hold_seconds
        self._latency_seconds = latency_seconds
        routes = [Route(api.path, partial(self._answer, api)) for api in apis]
        handlers = {HTTPStatus.NOT_FOUND: self._nothing_there, HTTPStatus.METHOD_NOT_ALLOWED: _unknown_method}
        app = Starlette(routes=[*routes, Route("/health", self._health)], exception_handlers=handlers)
        super().__init__(port, app, any_host=True)

    async def _answer(self, api: ProviderApi, request: Request) -> Response:
        given = [(name, text) for name, text in request.query_params.multi_items() if text]
        query = dict(reversed(given))  # of a repeated parameter the first one counts
        try:
            answer = api.answer(Asked(query, request.headers), self._clock())
        except Exception as error:  # noqa: BLE001 - its words, or a traceback, could hold the address, and so the key
            if not isinstance(error, ConnectionError):
                _log(f"a request failed: {type(error).__name__}")
            return _Silence(0)
        function = f" function={query['function'][:40]!a}" if "function" in query else ""
        outcome = "held without an answer" if answer is None else str(answer.status)
        _log(f"GET {api.path}{function} symbol={query.get('symbol', '')[:80]!a} {outcome}")
        if answer is None:
            return _Silence(self._hold_seconds)
        await asyncio.sleep(self._latency_seconds())
        return Response(answer.body, answer.status, headers={"Content-Type": answer.content_type})

    async def _health(self, _request: Request) -> Response:
        symbols = sorted({symbol for api in self._apis for symbol in api.symbols})
        return JSONResponse({"status": "ok", "fixture": self._fixture, "symbols": symbols})

    def _nothing_there(self, _request: Request, _error: Exception) -> Response:
        paths = ", ".join(api.path for api in self._apis)
        return JSONResponse({"error": f"There is only {paths} and /health here."}, HTTPStatus.NOT_FOUND)


class _Silence(Response):
    """No answer at all: the connection ends after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - nothing is sent
        await asyncio.sleep(self._seconds)
        await hang_up(scope, receive)


def _unknown_method(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "There is only GET here."}, HTTPStatus.NOT_IMPLEMENTED)


def _log(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
