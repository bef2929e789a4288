"""The server over a real socket."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.client import HTTPResponse, RemoteDisconnected
from threading import Event
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import Faults, parse_faults
from finpulse_cli.standins.provider.server import StandIn
from tests.loopback_http import connected, raw_connection
from tests.unit.standins.provider.tapes import TAPE, after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

QUOTE = "/query?function=GLOBAL_QUOTE&symbol=AAPL&apikey=SECRETKEY"


def one_minute_in() -> datetime:
    """The moment the servers of these tests take it to be."""
    return after(1)


@contextmanager
def serving(
    faults: Faults | None = None, hold_seconds: float = 60.0, clock: Callable[[], datetime] = one_minute_in
) -> Iterator[StandIn]:
    """A running server on a free port."""
    with StandIn(0, [Api(TAPE, Conduct(faults or Faults()))], "small", clock, hold_seconds) as server:
        yield server


@contextmanager
def request(server: StandIn, path: str, method: str = "GET") -> Iterator[HTTPResponse]:
    """The response to one request."""
    with connected(server.server_port) as connection:
        connection.request(method, path)
        yield connection.getresponse()


def test_a_quote_comes_over_http() -> None:
    with serving() as server, request(server, QUOTE) as response:
        assert (response.status, response.headers["Content-Type"]) == (200, "application/json")
        assert json.load(response)["Global Quote"]["05. price"] == "101.5000"


def test_two_providers_have_their_paths_and_their_keys() -> None:
    with StandIn(0, [Api(TAPE), FinnhubApi(TAPE)], "small", one_minute_in) as server:
        with connected(server.server_port) as connection:
            connection.request("GET", "/api/v1/quote?symbol=AAPL", headers={"X-Finnhub-Token": "k"})
            assert json.load(connection.getresponse())["c"] == 101.5
        with request(server, QUOTE) as response:
            assert json.load(response)["Global Quote"]["05. price"] == "101.5000"
        with request(server, "/elsewhere") as response:
            assert json.load(response) == {"error": "There is only /query, /api/v1/quote and /health here."}


def test_an_answer_takes_as_long_as_it_is_told_to() -> None:
    drawn: list[float] = []

    def latency() -> float:
        drawn.append(0.001)
        return drawn[-1]

    with StandIn(0, [Api(TAPE)], "small", one_minute_in, latency_seconds=latency) as server:
        for _ in range(2):
            with request(server, QUOTE) as response:
                assert response.status == 200
    assert len(drawn) == 2


def test_of_a_repeated_parameter_the_first_counts() -> None:
    with serving() as server, request(server, f"{QUOTE}&symbol=NOPE") as response:
        assert json.load(response)["Global Quote"]["01. symbol"] == "AAPL"


def test_the_health_check_says_what_plays() -> None:
    with serving() as server, request(server, "/health") as response:
        assert json.load(response) == {"status": "ok", "fixture": "small", "symbols": ["AAPL", "TSLA"]}


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("GET", "/query/x", 404), ("POST", "/query", 501)]
)
def test_anything_else_is_not_there(method: str, path: str, status: int) -> None:
    with serving() as server, request(server, path, method) as response:
        assert response.status == status


def test_a_server_error_has_its_status() -> None:
    with serving(parse_faults(["AAPL=http-500"])) as server, request(server, QUOTE) as response:
        assert response.status == 500


def test_a_timeout_ends_without_an_answer() -> None:
    with serving(parse_faults(["AAPL=timeout"]), hold_seconds=0) as server:
        with pytest.raises(RemoteDisconnected), request(server, QUOTE):
            pass
        with request(server, QUOTE.replace("AAPL", "TSLA")) as response:
            assert response.status == 200


def test_a_held_request_does_not_keep_the_server_from_stopping() -> None:
    taken = Event()

    def clock() -> datetime:
        taken.set()
        return after(1)

    with serving(parse_faults(["AAPL=timeout"]), hold_seconds=3600, clock=clock) as server:
        held = raw_connection(server.server_port)
        held.sendall(f"GET {QUOTE} HTTP/1.0\r\n\r\n".encode())
        assert taken.wait(20)
    with held:
        assert held.recv(1) == b""


def test_the_log_names_the_call_but_never_the_key(capfd: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        with request(server, QUOTE):
            pass
        with request(server, "/elsewhere?apikey=SECRETKEY"):
            pass
        with request(server, "/query?apikey=SECRETKEY", "POST"):
            pass
        with raw_connection(server.server_port) as raw:
            raw.sendall(b"GET /query?apikey=SECRETKEY too many words HTTP/1.0\r\n\r\n")
            assert raw.recv(10)
    log = capfd.readouterr().err
    assert "GET /query function='GLOBAL_QUOTE' symbol='AAPL' 200" in log
    assert "SECRETKEY" not in log


def test_a_line_break_in_a_call_does_not_break_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    with serving() as server, request(server, f"{QUOTE.replace('AAPL', 'A%0AGET')}"):
        pass
    assert capfd.readouterr().err.splitlines() == ["GET /query function='GLOBAL_QUOTE' symbol='A\\nGET' 200"]


def test_it_listens_on_this_machine_only() -> None:
    with serving() as server:
        assert server.server_address[0] == LOOPBACK == "127.0.0.1"


@pytest.mark.parametrize(
    ("error", "line"), [(ValueError("SECRETKEY"), "a request failed: ValueError\n"), (ConnectionResetError(), "")]
)
def test_a_failed_request_is_one_line_and_a_caller_that_went_away_none(
    error: Exception, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def clock() -> datetime:
        raise error

    with serving(clock=clock) as server, pytest.raises(RemoteDisconnected), request(server, QUOTE):
        pass
    assert capfd.readouterr().err == line
