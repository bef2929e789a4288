"""The stand-in provider over HTTP, on this machine's loopback address only."""

from __future__ import annotations

import json
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from finpulse_cli.standins.alpha_vantage.api import Answer, Api

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from socket import socket

HOST = "127.0.0.1"


class StandIn(ThreadingHTTPServer):
    """Serves `GET /query` and `GET /health`; `stopping` ends the requests that are held without an answer."""

    daemon_threads = True

    def __init__(
        self, port: int, api: Api, fixture: str, clock: Callable[[], datetime], hold_seconds: float = 60.0
    ) -> None:
        """Bind `port` (0 takes a free one, see `server_port`); `OSError` where it is taken."""
        self.api = api
        self.fixture = fixture
        self.clock = clock
        self.hold_seconds = hold_seconds
        self.stopping = Event()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the name look-up of the parent class, which can stall where there is no DNS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def shutdown(self) -> None:
        """Stop serving and let go of held requests."""
        self.stopping.set()
        super().shutdown()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:  # noqa: ARG002
        """One line for a request that failed; a traceback could hold its address, and with it the key."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            _log(f"a request failed: {type(error).__name__}")


class _Handler(BaseHTTPRequestHandler):
    """Reads one request. Only the function and the symbol of a call are ever logged."""

    server: StandIn
    timeout = 30  # seconds for a caller to send its request
    server_version = "finpulse-standin"

    def do_GET(self) -> None:
        """Answer a call of the API or of the health check."""
        address = urlsplit(self.path)
        if address.path == "/query":
            self._query(dict(reversed(parse_qsl(address.query))))  # of a repeated parameter the first one counts
        elif address.path == "/health":
            self._send(Answer(200, json.dumps(self._health()) + "\n"))
        else:
            self._send(Answer(404, '{"error": "There is only /query and /health here."}\n'))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing: the parent class would log the whole address, which holds the key."""

    def _query(self, query: dict[str, str]) -> None:
        answer = self.server.api.answer(query, self.server.clock())
        outcome = "held without an answer" if answer is None else str(answer.status)
        _log(
            f"GET /query function={query.get('function', '')[:40]!a} symbol={query.get('symbol', '')[:80]!a} {outcome}"
        )
        if answer is None:
            self.server.stopping.wait(self.server.hold_seconds)
            self.close_connection = True
        else:
            self._send(answer)

    def _health(self) -> dict[str, object]:
        return {"status": "ok", "fixture": self.server.fixture, "symbols": sorted(self.server.api.tape.bars)}

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _log(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
