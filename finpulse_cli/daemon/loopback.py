"""What the HTTP servers of this machine share: loopback only, own names only, and an end in good order."""

from __future__ import annotations

import signal
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

from finpulse_cli.daemon.probe import LOOPBACK

if TYPE_CHECKING:
    from socket import socket

# Only these names lead here. A page elsewhere that has its own name resolve to 127.0.0.1 (DNS rebinding) sends that.
_HOSTS = frozenset({LOOPBACK, "localhost"})


class LoopbackServer(ThreadingHTTPServer):
    """Serves on loopback, a thread a connection; OSError where the port is taken.

    Port 0 takes a free one, see `server_port`.
    """

    daemon_threads = True
    request_queue_size = 128  # a page opens many connections at once

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__((LOOPBACK, port), handler)

    def server_bind(self) -> None:
        """Bind without the name look-up of the parent class, which can stall where there is no DNS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:  # noqa: ARG002
        """One line for a request that failed; nothing for a client that hung up."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            sys.stderr.write(f"a request failed: {type(error).__name__}: {error}\n")
            sys.stderr.flush()


def leads_here(host: str) -> bool:
    """Whether a Host header names this machine as a server on loopback is to be called."""
    name, _, port = host.partition(":")
    return name.lower() in _HOSTS and (port == "" or port.isdigit())


def serve_until_told(server: LoopbackServer) -> None:
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
