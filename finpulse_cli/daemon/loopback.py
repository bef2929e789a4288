"""Serves an ASGI application on this machine: loopback only, own names only, and an end in good order."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

import uvicorn

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.http_protocol import LONGEST_TARGET_BYTES, HttpProtocol
from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.daemon.request_guard import guarded

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_BACKLOG = 128  # a page opens many connections at once
_IDLE_SECONDS = 60  # that a connection without a request is kept
_LAST_REQUESTS_SECONDS = 1  # that requests under way are given when the server ends


class LoopbackServer:
    """Serves `app` within a `with` block, or see `serve_until_told`.

    The port is taken, and callers wait, from the start; OSError where it is not free. Port 0 takes a free one, see
    `server_port`.
    """

    def __init__(self, port: int, app: ASGIApp, *, any_host: bool = False) -> None:
        """Take `port`; `any_host` answers whatever name of this machine a caller uses."""
        self._listener = _listener(port)
        self.server_address: tuple[str, int] = self._listener.getsockname()
        self.server_port = self.server_address[1]
        self._server = _Server(_config(guarded(app, any_host=any_host)))

    def __enter__(self) -> Self:
        """Serve in a thread. Raises FailedError when the application does not start."""
        self._thread = Thread(target=self._serve_quietly, daemon=True)
        self._thread.start()
        self._server.begun.wait()
        if not self._server.started:
            raise _not_started()
        return self

    def __exit__(self, *_error: object) -> None:
        """End, and let go of the port."""
        self.stop()
        self._thread.join()

    def serve(self) -> None:
        """Serve until `stop`, then let go of the port. Raises FailedError when the application does not start."""
        try:
            self._server.run([self._listener])
        except SystemExit as error:  # how uvicorn says so; its code 3 has a meaning of its own here
            raise _not_started() from error
        finally:
            self._listener.close()

    def stop(self) -> None:
        """Begin to end: what is under way has a second left."""
        self._server.should_exit = True

    def _serve_quietly(self) -> None:
        try:
            with suppress(FailedError):
                self.serve()
        finally:
            self._server.begun.set()


def serve_until_told(server: LoopbackServer) -> None:
    """Serve until Ctrl-C or SIGTERM, then let go of the port. Only the main thread may call it."""
    # uvicorn raises a signal again when it has ended by it, so that SIGTERM would be the exit code; these take it
    before = {number: signal.signal(number, lambda *_: server.stop()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.serve()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """Tells by `begun` that it has started, or that it never will."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.begun.set()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=HttpProtocol,
        ws="none",
        loop="asyncio",
        lifespan="auto",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        h11_max_incomplete_event_size=LONGEST_TARGET_BYTES,
    )


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError):
        listener.close()
        raise
    return listener


def _not_started() -> FailedError:
    return FailedError("the server's application did not start", "read what it says above")
