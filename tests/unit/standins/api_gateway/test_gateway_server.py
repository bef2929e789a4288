"""The gateway over a real socket."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier

import pytest

from finpulse_cli.standins.api_gateway.gateway import MAX_BODY_BYTES
from finpulse_cli.standins.api_gateway.gateway_server import GatewayServer
from finpulse_cli.standins.api_gateway.gateway_service import answers
from tests.unit.standins.api_gateway.apis import OK, ORIGIN, Function, gateway


@pytest.fixture
def function() -> Function:
    """The function behind the server."""
    return Function()


@pytest.fixture
def server(function: Function) -> Iterator[GatewayServer]:
    """A running server on a free port."""
    made = GatewayServer(0, gateway(function))
    with made:
        yield made


@pytest.fixture
def connection(server: GatewayServer) -> Iterator[HTTPConnection]:
    """A connection that stays open."""
    made = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    yield made
    made.close()


def raw(server: GatewayServer, sent: bytes) -> bytes:
    """What the server says to these bytes until it ends the connection."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as made:
        made.sendall(sent)
        said = b""
        while more := made.recv(65536):
            said += more
    return said


def test_one_connection_serves_many_requests(connection: HTTPConnection, function: Function) -> None:
    requests = (("GET", "/prices", None), ("POST", "/query", b'{"sql": ""}'), ("DELETE", "/query/1", None))
    for method, path, body in requests:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"{}")
        assert not response.will_close
    assert [event["requestContext"]["http"]["method"] for event in function.events] == ["GET", "POST", "DELETE"]
    assert function.events[1]["body"] == '{"sql": ""}'


def test_the_event_tells_of_the_connection(
    connection: HTTPConnection, server: GatewayServer, function: Function
) -> None:
    connection.putrequest("GET", "/prices/AAPL?limit=2&limit=3", skip_accept_encoding=True)
    for name, text in (("X-Twice", "a"), ("x-twice", "b"), ("Cookie", "c=1; d=2"), ("User-Agent", "tests")):
        connection.putheader(name, text)
    connection.endheaders()
    assert connection.getresponse().status == 200

    [event] = function.events
    assert event["headers"]["host"] == f"127.0.0.1:{server.server_port}"
    assert event["headers"]["x-twice"] == "a,b"
    assert event["headers"]["x-forwarded-port"] == str(server.server_port)
    assert event["cookies"] == ["c=1", "d=2"]
    assert event["queryStringParameters"] == {"limit": "2,3"}
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert event["requestContext"]["http"]["userAgent"] == "tests"


def test_cookies_and_cors_are_headers_of_the_answer(connection: HTTPConnection, function: Function) -> None:
    function.answer = {**OK, "cookies": ["a=1", "b=2"]}
    connection.request("GET", "/prices", headers={"Origin": ORIGIN})
    response = connection.getresponse()

    assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert response.headers["Apigw-Requestid"]
    assert response.headers["Server"] is None


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body_leave_the_connection_in_order(
    connection: HTTPConnection, function: Function, status: int
) -> None:
    function.answer = {"statusCode": status, "body": "not sent"}
    connection.request("GET", "/prices")
    response = connection.getresponse()
    assert (response.status, response.read(), response.headers["Content-Length"]) == (status, b"", None)

    function.answer = OK
    connection.request("HEAD", "/prices")
    head = connection.getresponse()
    assert (head.status, head.read(), head.headers["Content-Length"]) == (200, b"", "2")
    connection.request("GET", "/prices")
    assert connection.getresponse().read() == b"{}"


def test_head_is_answered_without_the_body(server: GatewayServer) -> None:
    said = raw(server, b"HEAD /prices HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

    assert b"Content-Length: 2\r\n" in said
    assert said.endswith(b"\r\n\r\n")


def test_a_body_in_chunks_is_taken(connection: HTTPConnection, function: Function) -> None:
    connection.request("POST", "/query", iter([b"one ", b"two"]), {"Content-Type": "text/plain"}, encode_chunked=True)

    assert connection.getresponse().status == 200
    assert function.events[0]["body"] == "one two"
    assert function.events[0]["headers"]["content-length"] == "7"
    assert "transfer-encoding" not in function.events[0]["headers"]


def test_a_client_that_waits_for_it_is_told_to_send_its_body(server: GatewayServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as made:
        made.sendall(b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert made.recv(65536).startswith(b"HTTP/1.1 100 ")
        made.sendall(b"{}")
        assert made.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_body_beyond_the_quota_is_413_and_ends_the_connection(connection: HTTPConnection, function: Function) -> None:
    connection.putrequest("POST", "/query")
    connection.putheader("Content-Length", str(MAX_BODY_BYTES + 1))
    connection.endheaders()
    response = connection.getresponse()

    assert (response.status, json.load(response)) == (413, {"message": "Request Entity Too Large"})
    assert response.will_close
    assert not function.events


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"BREW /tea HTTP/1.1\r\nHost: localhost\r\n\r\n", b"501"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
    ],
    ids=["garbage", "method", "long", "coding"],
)
def test_what_is_no_request_is_refused_in_json(server: GatewayServer, sent: bytes, status: bytes) -> None:
    said = raw(server, sent)

    assert said.split(b" ", 2)[1] == status
    assert json.loads(said.partition(b"\r\n\r\n")[2])["message"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ("Content-Length: -1", b"hello", b"400"),
        ("Content-Length: five", b"hello", b"400"),
        ("Transfer-Encoding: gzip, chunked", b"hello", b"501"),
        ("Transfer-Encoding: chunked", b"-1\r\n", b"400"),
        ("Transfer-Encoding: chunked", b"x\r\n", b"400"),
        ("Transfer-Encoding: chunked", b"2\r\nhello\r\n", b"400"),
        ("Transfer-Encoding: chunked", f"{MAX_BODY_BYTES + 1:x}\r\n".encode() + b"a" * (MAX_BODY_BYTES + 1), b"413"),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused(
    server: GatewayServer, function: Function, headers: str, body: bytes, status: bytes
) -> None:
    said = raw(server, f"POST /query HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n".encode() + body)

    assert said.split(b" ", 2)[1] == status
    assert json.loads(said.partition(b"\r\n\r\n")[2])["message"]
    assert not function.events


def test_a_client_that_hangs_up_within_its_body_calls_no_function(server: GatewayServer, function: Function) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as made:
        made.sendall(b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nhello")
        made.shutdown(socket.SHUT_WR)
        while made.recv(65536):
            pass
    assert answers(server.server_port)
    assert not function.events


def test_another_name_of_this_machine_is_refused(connection: HTTPConnection, function: Function) -> None:
    connection.request("GET", "/stats", headers={"Host": "evil.test"})

    assert connection.getresponse().status == 421
    assert not function.events


def test_requests_are_answered_side_by_side(server: GatewayServer) -> None:
    barrier = Barrier(4)

    class Waiting(Function):
        """Answers once four requests are there."""

        def __call__(self, function: str, event: bytes) -> bytes:
            """Wait for the others."""
            barrier.wait(timeout=20)
            return super().__call__(function, event)

    server.gateway = gateway(Waiting())

    def ask(_number: int) -> int:
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        connection.request("GET", "/prices")
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [200] * 4


def test_it_is_known_by_its_health(server: GatewayServer) -> None:
    assert answers(server.server_port)
    assert not answers(1)
