"""The emulator's application: what is gathered is written in time, on demand, and before the state is saved."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.ministack import FLUSH_PATH
from finpulse_cli.targets.embedded.overlay import application
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.firehose import Flushed

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Message, Receive, Send


class Buffers:
    """Notes what it is asked to write."""

    def __init__(self, left: int = 0) -> None:
        self.left, self.log = left, list[str]()

    def write(self, *, everything: bool) -> Flushed:
        self.log.append("everything" if everything else "what is due")
        return Flushed(1, 2, self.left)


def serve(buffers: Any, scope: Message, *heard: Message) -> list[Message]:
    """What the application sends; the inner one notes in the buffers' log what it hears."""
    said: list[Message] = []
    coming = list(heard)

    async def receive() -> Message:
        if coming and coming[0]["type"] == "lifespan.shutdown":
            while "what is due" not in buffers.log:
                await asyncio.sleep(0)
        return coming.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    async def inner(_scope: Message, receive: Receive, _send: Send) -> None:
        for _ in heard:
            buffers.log.append((await receive())["type"])

    async def run() -> None:
        await with_buffers(inner, buffers)(scope, receive, send)

    asyncio.run(run())
    return said


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again and again."""
    monkeypatch.setattr(application, "LOOK_SECONDS", 0)


def test_everything_is_written_before_the_emulator_hears_of_its_end() -> None:
    buffers = Buffers()
    serve(buffers, {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert buffers.log[0] == "lifespan.startup"
    assert buffers.log[-2:] == ["everything", "lifespan.shutdown"]
    assert set(buffers.log[1:-2]) == {"what is due"}


@pytest.mark.parametrize(("left", "status"), [(0, 200), (3, 503)])
def test_a_flush_on_demand_says_what_it_wrote_and_what_is_left(left: int, status: int) -> None:
    buffers = Buffers(left)
    start, body = serve(buffers, {"type": "http", "method": "POST", "path": FLUSH_PATH})
    assert start["status"] == status
    assert json.loads(body["body"]) == {"objects": 1, "records": 2, "left": left}
    assert buffers.log == ["everything"]


@pytest.mark.parametrize(("method", "path"), [("GET", FLUSH_PATH), ("POST", "/"), ("PUT", "/bucket/key")])
def test_every_other_request_is_the_emulators(method: str, path: str) -> None:
    buffers = Buffers()
    scope = {"type": "http", "method": method, "path": path}
    assert serve(buffers, scope, {"type": "http.request"}) == []
    assert buffers.log == ["http.request"]
