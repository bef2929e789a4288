"""Serves the emulator's application by uvicorn with httptools and uvloop, in place of MiniStack's `main`.

MiniStack serves itself by Hypercorn on h11, both in Python. The same application behind a parser and a loop in C
costs a fifth to a quarter less CPU a request; docs/performance.md has the figures.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

import uvicorn

from finpulse_cli.targets.embedded.overlay.answers import JoinedAnswers

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Application

# That a connection without a request is kept. Longer than clients keep theirs (the AWS SDK for Go: 90 s), so that none
# sends a request on a connection that is being closed.
_IDLE_SECONDS = 120
_LAST_REQUESTS_SECONDS = 3  # that requests under way are given before the state is saved
_BACKLOG = 512


def serve(application: Application) -> None:
    """Serve on 127.0.0.1 until SIGTERM or SIGINT; the application has then saved its state. Exits 1 if it cannot.

    The port is that of MiniStack's environment.
    """
    _allow_many_connections()
    # uvicorn raises a signal again when it has ended by it: an end that was asked for is none by a signal
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    # raises SystemExit, not an error, when the port is taken or the application does not start
    uvicorn.Server(_config(application)).run()


def _config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=os.environ["BIND_HOST"],
        port=int(os.environ["GATEWAY_PORT"]),
        http=JoinedAnswers,
        loop="uvloop",
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,  # AWS answers with none of its own, and with one date: the application adds it
        date_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        ws_max_size=2**20,
        ws_ping_interval=None,
    )


def _allow_many_connections() -> None:
    """Raise the soft limit of open files to the hard one: each function and each page holds connections."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
