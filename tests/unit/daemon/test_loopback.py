"""An ASGI application on this machine: its port, its end, its failures."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.in_thread import in_thread
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.daemon.probe import ask, get, port_is_free
from tests.outside import PYTHON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

pytestmark = pytest.mark.starts_programs(PYTHON)
PROJECT = Path(__file__).resolve().parents[3]
RUN = """
from finpulse_cli.daemon.loopback import LoopbackServer, serve_until_told
from tests.unit.daemon.test_loopback import {app}
server = LoopbackServer(0, {app})
print(server.server_port, flush=True)
serve_until_told(server)
print("ended", flush=True)
"""


async def hello(_request: Request) -> PlainTextResponse:
    """Say so."""
    return PlainTextResponse("hello")


async def never(_request: Request) -> PlainTextResponse:
    """Block a thread for ever."""
    await in_thread(Event().wait)
    return PlainTextResponse("at last")


@asynccontextmanager
async def broken(_app: Starlette) -> AsyncIterator[None]:
    """Fail at start."""
    Path("/nonesuch/table").read_bytes()
    yield


APP = Starlette(routes=[Route("/", hello), Route("/never", never)])
BROKEN = Starlette(lifespan=broken)


def test_it_has_its_port_before_it_serves_and_only_while_it_does() -> None:
    server = LoopbackServer(0, APP)
    assert not port_is_free(server.server_port)

    with server:
        reply = get(f"http://127.0.0.1:{server.server_port}/")
        assert reply is not None
        assert (reply.status, reply.body) == (200, b"hello")
    assert port_is_free(server.server_port)


def test_a_taken_port_is_an_error_at_once() -> None:
    with LoopbackServer(0, APP) as server, pytest.raises(OSError, match="in use"):
        LoopbackServer(server.server_port, APP)


def test_an_application_that_does_not_start_is_an_error() -> None:
    server = LoopbackServer(0, BROKEN)

    with pytest.raises(FailedError, match="did not start"), server:
        pass
    assert port_is_free(server.server_port)


def _started(app: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN.format(app=app)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.starts_programs(PYTHON)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end_it_ends_well_even_with_a_request_that_never_does(number: signal.Signals) -> None:
    with _started("APP") as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        assert get(f"http://127.0.0.1:{port}/") is not None
        with socket.create_connection(("127.0.0.1", port), timeout=20) as held:
            held.sendall(b"GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert get(f"http://127.0.0.1:{port}/") is not None  # the held one came before

            process.send_signal(number)

            assert process.communicate(timeout=20) == ("ended\n", "")
            assert held.recv(1) == b""
        assert process.returncode == 0


@pytest.mark.starts_programs(PYTHON)
def test_an_application_that_does_not_start_ends_the_process_with_an_error() -> None:
    with _started("BROKEN") as process:
        _, said = process.communicate(timeout=20)

    assert process.returncode == 1
    assert "did not start" in said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:4568", "LocalHost:4568"])
def test_this_machines_names_lead_here(host: str) -> None:
    with LoopbackServer(0, APP) as server:
        reply = ask("GET", f"http://127.0.0.1:{server.server_port}/", 20, {"Host": host})

    assert reply is not None
    assert reply.body == b"hello"


@pytest.mark.parametrize(
    "host", ["", "evil.test", "evil.test:4568", "127.0.0.1.evil.test:4569", "localhost:x", "[::1]:4568"]
)
def test_no_other_name_does(host: str) -> None:
    with LoopbackServer(0, APP) as server:
        reply = ask("GET", f"http://127.0.0.1:{server.server_port}/", 20, {"Host": host})

    assert reply is not None
    assert reply.status == 421
    assert reply.json_object() == {"message": "this server answers to 127.0.0.1 and localhost only"}
    assert reply.header("connection") == "close"


def test_any_name_does_where_that_is_meant() -> None:
    with LoopbackServer(0, APP, any_host=True) as server:
        reply = ask("GET", f"http://127.0.0.1:{server.server_port}/", 20, {"Host": "host.docker.internal"})

    assert reply is not None
    assert reply.status == 200


@pytest.mark.parametrize(
    ("error", "line"),
    [(ValueError("too odd"), "a request failed: ValueError: too odd\n"), (ConnectionResetError(), "")],
)
def test_a_failed_request_ends_alone(error: Exception, line: str, capfd: pytest.CaptureFixture[str]) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/bad":
            raise error
        await APP(scope, receive, send)

    with LoopbackServer(0, failing) as server:
        assert get(f"http://127.0.0.1:{server.server_port}/bad") is None
        assert get(f"http://127.0.0.1:{server.server_port}/") is not None
    assert capfd.readouterr().err == line


def test_headers_without_end_are_refused() -> None:
    with LoopbackServer(0, APP) as server, socket.create_connection(server.server_address, timeout=20) as made:
        made.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 65_537)

        assert made.recv(65_536).startswith(b"HTTP/1.1 431 ")
