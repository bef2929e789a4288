"""The server over a real socket."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from finpulse_cli.web.dashboard_service import answers
from finpulse_cli.web.server import DashboardServer
from finpulse_cli.web.site import Site
from tests.outside import PYTHON
from tests.unit.web.pages import CONFIG, INDEX, SCRIPT, built

pytestmark = pytest.mark.starts_programs(PYTHON)
RUN = """
import sys
from pathlib import Path
from finpulse_cli.web.server import DashboardServer
from finpulse_cli.web.site import Site
from finpulse_cli.daemon.loopback import serve_until_told
from tests.unit.web.pages import CONFIG
server = DashboardServer(0, Site(Path(sys.argv[1]), lambda: CONFIG))
print(server.server_port, flush=True)
serve_until_told(server)
print("ended", flush=True)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DashboardServer]:
    """A running server on a free port."""
    made = DashboardServer(0, Site(built(tmp_path), lambda: CONFIG))
    with made:
        yield made


@pytest.fixture
def connection(server: DashboardServer) -> Iterator[HTTPConnection]:
    """A connection that stays open."""
    made = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    yield made
    made.close()


def test_one_connection_serves_many_requests(connection: HTTPConnection) -> None:
    for path, text in (("/", INDEX), ("/assets/index-Ab12.js", SCRIPT), ("/view", INDEX)):
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, response.read().decode()) == (200, text)
        assert not response.will_close


def test_head_and_304_have_no_body(connection: HTTPConnection) -> None:
    connection.request("HEAD", "/")
    head = connection.getresponse()
    assert (head.status, head.read(), head.headers["Content-Length"]) == (200, b"", str(len(INDEX)))

    connection.request("GET", "/", headers={"If-None-Match": head.headers["ETag"]})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")

    connection.request("GET", "/")
    assert connection.getresponse().read().decode() == INDEX


def test_a_body_nobody_asked_for_is_not_taken_for_a_request(connection: HTTPConnection) -> None:
    connection.request("POST", "/", body=b"GET / HTTP/1.1\r\n\r\n")
    response = connection.getresponse()

    assert response.status == 405
    assert response.will_close


def test_it_is_known_by_its_health(server: DashboardServer) -> None:
    assert answers(server.server_port)
    assert not answers(1)


def test_a_taken_port_is_an_error_of_the_system(server: DashboardServer) -> None:
    with pytest.raises(OSError, match="in use"):
        DashboardServer(server.server_port, server.site)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", RUN, str(built(tmp_path))]
    project = Path(__file__).resolve().parents[3]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        while not answers(port):  # its signal handlers stand before it serves
            assert process.poll() is None

        process.send_signal(number)

        assert process.stdout.read() == "ended\n"
        assert process.wait(timeout=20) == 0
    assert not answers(port)
