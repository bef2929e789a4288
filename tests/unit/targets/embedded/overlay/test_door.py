"""The emulator's door: programs of this machine come in, web pages do not."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay.door import behind_door

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Message, Receive, Send

API = "/_aws/execute-api/cab6c944/stats"
OWN = "127.0.0.1:4566"


def knock(path: str = "/", kind: str = "http", **headers: str) -> list[Message]:
    """What is sent to whoever asks; the emulator behind the door answers 200."""
    said: list[Message] = []
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": kind, "path": path, "headers": named}

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        said.append(message)

    async def inner(_scope: Message, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})

    async def run() -> None:
        await behind_door(inner)(scope, receive, send)

    asyncio.run(run())
    return said


def status(path: str = "/", **headers: str) -> int:
    return int(knock(path, **headers)[0]["status"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", OWN, "localhost:4566", "LOCALHOST", "finpulse-lake.s3.localhost:4566", "cab6c944.localhost"]
)
def test_names_of_this_machine_lead_in(host: str) -> None:
    assert status(host=host) == 200


@pytest.mark.parametrize("host", ["", "example.com", "localhost.example.com", "127.0.0.1.example.com", "127.0.0.1:x"])
def test_a_name_that_was_made_to_mean_this_machine_does_not(host: str) -> None:
    assert status(host=host) == 421
    assert status(API, host=host) == 421


def test_neither_does_none_nor_two() -> None:
    assert status() == 421
    assert status(host=f"{OWN},{OWN}") == 421


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://127.0.0.1:4566", "http://localhost:3000"])
@pytest.mark.parametrize("path", ["/", "/_ministack/reset", "/_ministack/health", "/finpulse-lake/key"])
def test_no_page_reaches_the_emulator(path: str, origin: str) -> None:
    assert status(path, host=OWN, origin=origin) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin"])
def test_nor_does_an_image_or_a_link_of_one(site: str) -> None:
    assert status("/", host=OWN, sec_fetch_site=site) == 403


def test_what_the_user_types_into_a_browser_does() -> None:
    assert status("/_ministack/health", host=OWN, sec_fetch_site="none") == 200


def test_the_apis_decide_by_their_own_cors() -> None:
    page = {"origin": "https://example.com", "sec_fetch_site": "cross-site"}
    assert status(API, host=OWN, **page) == 200
    assert status("/stats", host="cab6c944.execute-api.localhost:4566", **page) == 200
    assert status("/x", host="execute-api.localhost:4566", **page) == 403


def test_a_refusal_says_why_and_ends_the_connection() -> None:
    start, body = knock(host=OWN, origin="https://example.com")
    assert (b"connection", b"close") in start["headers"]
    assert json.loads(body["body"]) == {"message": "the sandbox takes no request of a web page"}


def test_a_socket_of_a_page_is_closed_before_it_opens() -> None:
    assert knock("/", kind="websocket", host=OWN, origin="https://example.com") == [
        {"type": "websocket.close", "code": 1008}
    ]
    assert knock(f"{API}/prod", kind="websocket", host=OWN, origin="https://example.com")[0]["status"] == 200
