"""The emulator's ASGI application with the buffers' clock, a flush on demand, and a flush before it saves its state."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.ministack import FLUSH_PATH
from finpulse_cli.targets.embedded.overlay.asgi import answer

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.firehose import Deliveries

LOOK_SECONDS = 0.25


def with_buffers(inner: Application, deliveries: Deliveries) -> Application:
    """`inner`, and what the buffers need of it."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(inner, deliveries, (scope, receive, send))
        elif scope["type"] == "http" and scope["path"] == FLUSH_PATH and scope["method"] == "POST":
            written = asdict(deliveries.write(everything=True))
            await answer(send, 503 if written["left"] else 200, written)
        else:
            await inner(scope, receive, send)

    return application


async def _live(inner: Application, deliveries: Deliveries, call: tuple[Message, Receive, Send]) -> None:
    """From start to stop: looks at the buffers now and then, and empties them before `inner` hears of the end."""
    scope, receive, send = call
    looking = asyncio.create_task(_look(deliveries))

    async def heard() -> Message:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            deliveries.write(everything=True)
        return message

    try:
        await inner(scope, heard, send)
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look(deliveries: Deliveries) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        deliveries.write(everything=False)
