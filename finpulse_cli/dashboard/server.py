"""The dashboard's server on 127.0.0.1."""

from __future__ import annotations

import signal
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

from finpulse_cli.dashboard.site import NAME, Request, Site
from finpulse_cli.emulator.probe import LOOPBACK

if TYPE_CHECKING:
    from socket import socket


class DashboardServer(ThreadingHTTPServer):
    """Serves a site on loopback; OSError where the port is taken. Port 0 takes a free one, see `server_port`."""

    daemon_threads = True

    def __init__(self, port: int, site: Site) -> None:
        self.site = site
        super().__init__((LOOPBACK, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the name look-up of the parent class, which can stall where there is no DNS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:  # noqa: ARG002
        """One line for a request that failed; nothing for a browser that hung up."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            sys.stderr.write(f"a request failed: {type(error).__name__}: {error}\n")
            sys.stderr.flush()


class _Handler(BaseHTTPRequestHandler):
    """Carries requests to the site and its answers back, on connections that stay open."""

    server: DashboardServer
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        """Answer a request; a HEAD gets everything but the body."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.site.answer(Request(self.command, self.path, headers))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.command not in ("GET", "HEAD"):
            self.send_header("Connection", "close")  # its body was not read, and would be taken for the next request
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - the parent class calls them so

    def version_string(self) -> str:
        """The server's name, without the versions that the parent class tells everybody."""
        return NAME

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing: a dashboard that stays open all day would fill the log."""


def serve_until_told(server: DashboardServer) -> None:
    """Serve until Ctrl-C or SIGTERM, then let go of the port. Only the main thread may call it."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    try:
        with server:
            serving.start()
            stop.wait()
            server.shutdown()
            serving.join()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
