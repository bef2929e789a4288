"""The path by which the command line says what to inject, open to the root key alone.

    POST /_finpulse/faults   inject what the body says until this very connection is closed
    GET  /_finpulse/faults   what has been injected

Both bodies are JSON, see `stack.fault_injection`. So faults never outlive the command that asked for them, however
it ends.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from finpulse_cli.stack.fault_injection import Faults
from finpulse_cli.targets.embedded.ministack import FAULTS_PATH, ROOT_HEADER
from finpulse_cli.targets.embedded.overlay.asgi import JSON, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector


def with_control(inner: Application, injector: Injector, is_busy: Callable[[], bool]) -> Application:
    """`inner`, and the path; `is_busy` tells whether any mapping has a batch in hand."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != FAULTS_PATH:
            await inner(scope, receive, send)
        elif not _is_root(scope):
            await answer(send, 403, {"message": "faults are for who has the sandbox's root key"})
        elif scope["method"] == "POST":
            await _hold(receive, send, injector)
        else:
            await answer(send, 200, asdict(injector.injected(is_busy=is_busy())))

    return application


def _is_root(scope: Message) -> bool:
    root = os.environ.get("AWS_ACCESS_KEY_ID", "").encode()
    given = next((value for name, value in scope["headers"] if name.lower() == ROOT_HEADER.lower().encode()), b"")
    return bool(root) and hmac.compare_digest(given, root)


async def _hold(receive: Receive, send: Send, injector: Injector) -> None:
    """Inject what is asked for as long as the connection stands."""
    try:
        faults = Faults.from_json(await _body(receive))
    except (ValueError, LookupError, TypeError, AttributeError):
        await answer(send, 400, {"message": "these are no faults"})
        return
    if not injector.begin(faults):
        await answer(send, 409, {"message": "faults of another replay are being injected"})
        return
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [JSON]})
        await send({"type": "http.response.body", "body": b"{}\n", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            continue
    finally:
        injector.end()


async def _body(receive: Receive) -> bytes:
    parts = []
    while (message := await receive())["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    return b"".join(parts)
