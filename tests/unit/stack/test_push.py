"""The push API's client, against a WebSocket server of the test's own."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from websockets.sync.server import ServerConnection, serve

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.push import PushConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from websockets.http11 import Request, Response

UPDATE = {"type": "update", "prices": [], "candles": [], "anomalies": []}
TIMEOUT_SECONDS = 10.0


@contextmanager
def server(
    serve_connection: Callable[[ServerConnection], None],
    check: Callable[[ServerConnection, Request], Response | None] | None = None,
) -> Iterator[str]:
    """The URL of a server that does this with every connection."""
    with serve(serve_connection, "127.0.0.1", 0, process_request=check) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{listening.socket.getsockname()[1]}/live"
        finally:
            listening.shutdown()
            thread.join()


def answering(*replies: object) -> Callable[[ServerConnection], None]:
    """Answers every message with these, in order."""

    def serve_connection(connection: ServerConnection) -> None:
        for _ in connection:
            for reply in replies:
                connection.send(json.dumps(reply))

    return serve_connection


def test_a_ping_is_over_when_it_is_answered() -> None:
    with server(answering({"type": "pong"})) as url, PushConnection(url, TIMEOUT_SECONDS) as connection:
        connection.ping()


def test_a_subscription_says_what_it_wants_and_waits_for_its_answer_past_updates() -> None:
    heard: list[str] = []

    def serve_connection(connection: ServerConnection) -> None:
        heard.append(str(connection.recv()))
        for reply in (UPDATE, {"type": "subscribed", "symbols": ["AAPL"], "channels": ["prices"]}, UPDATE | {"n": 2}):
            connection.send(json.dumps(reply))

    with server(serve_connection) as url, PushConnection(url, TIMEOUT_SECONDS) as connection:
        connection.subscribe(["AAPL"], ["prices"])
        assert connection.receive() == UPDATE | {"n": 2}
    assert json.loads(heard[0]) == {"action": "subscribe", "symbols": ["AAPL"], "channels": ["prices"]}


def test_a_refusal_is_told() -> None:
    reply = {"type": "error", "error": "no such channel", "code": "invalid_channels"}
    with (
        server(answering(reply)) as url,
        PushConnection(url, TIMEOUT_SECONDS) as connection,
        pytest.raises(FailedError, match="no such channel"),
    ):
        connection.subscribe(channels=["trades"])


def test_no_answer_is_not_waited_for_for_ever() -> None:
    with server(answering()) as url, PushConnection(url, TIMEOUT_SECONDS) as connection:
        assert connection.receive(0.01) is None
    with (
        server(answering()) as url,
        PushConnection(url, 0.3) as connection,
        pytest.raises(FailedError, match="did not answer ping in time"),
    ):
        connection.ping()


def test_an_end_from_the_other_side_is_told() -> None:
    with server(lambda connection: connection.close()) as url, PushConnection(url, TIMEOUT_SECONDS) as connection:
        with pytest.raises(FailedError, match="hung up"):
            connection.receive()
        with pytest.raises(FailedError, match="hung up"):
            connection.send("{}")


def test_a_closed_door_is_told() -> None:
    def check(connection: ServerConnection, request: Request) -> Response | None:
        return connection.respond(403, "") if request.headers.get("Origin") == "https://evil.example" else None

    with server(answering({"type": "pong"}), check) as url:
        with pytest.raises(FailedError, match="403"):
            PushConnection(url, TIMEOUT_SECONDS, origin="https://evil.example")
        with PushConnection(url, TIMEOUT_SECONDS, origin="https://prices.example") as connection:
            connection.ping()


@pytest.mark.parametrize("url", ["ws://127.0.0.1:1/live", "not a url"])
def test_nobody_there_is_told(url: str) -> None:
    with pytest.raises(FailedError, match="lets nobody in"):
        PushConnection(url, TIMEOUT_SECONDS)
