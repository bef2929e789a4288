"""What an application behind an ASGI server is, https://asgi.readthedocs.io/en/latest/specs/main.html, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

JSON: Header = (b"content-type", b"application/json")


async def answer(send: Send, status: int, body: Mapping[str, object], *more: Header) -> None:
    """Answer a request with `body` as JSON; `more` are headers beside its type."""
    await send({"type": "http.response.start", "status": status, "headers": [JSON, *more]})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
