"""The layer before the emulator's application at which calls of functions meet their faults.

Whoever is no function, the root key above all, meets none.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

from finpulse_cli.targets.embedded.overlay.chaos.injector import Fate, Injector
from finpulse_cli.targets.embedded.overlay.chaos.refused_calls import Refusal, away, failed, throttled

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send

_SCOPE = re.compile(r"Credential=([A-Z0-9]+)/\d{8}/[a-z0-9-]+/([a-z0-9]+)/aws4_request")

_CARRIED_OUT = (Fate.PASSES, Fate.UNANSWERED, Fate.KILLED_AFTER)
_KILLED = (Fate.KILLED_BEFORE, Fate.KILLED_AFTER)
_REFUSALS = {Fate.THROTTLED: throttled, Fate.OUT: away}


def with_faults(
    inner: Application,
    injector: Injector,
    function_of: Callable[[str], str | None],
    kill: Callable[[str], None],
) -> Application:
    """`inner`, whose callers meet the faults of `injector`; `function_of` tells whose key it is."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        caller = caller_of(scope, function_of) if scope["type"] == "http" else None
        if caller is None:
            await inner(scope, receive, send)
            return
        function, service = caller
        fate = injector.fate(function, service)
        if fate in _CARRIED_OUT:
            status = await _carry_out(inner, scope, receive, send if fate is Fate.PASSES else _nobody)
            if status < HTTPStatus.MULTIPLE_CHOICES:
                injector.carried_out(function, service, _operation(scope))
        else:
            await _read(receive)
        if fate is Fate.PASSES:
            return
        if fate in _KILLED:
            injector.killed(function)
            kill(function)
        await _answer(send, _REFUSALS.get(fate, failed)(service, str(uuid4())))

    return application


def caller_of(scope: Message, function_of: Callable[[str], str | None]) -> tuple[str, str] | None:
    """Return the function that a call comes from and the service that it is for; None where no function calls."""
    found = _SCOPE.search(_header(scope, b"authorization"))
    function = function_of(found[1]) if found else None
    return (function, found[2]) if found and function else None


def _operation(scope: Message) -> str:
    """Return what a call in the JSON protocol asks for, such as `UpdateItem`; empty for one in another protocol."""
    return _header(scope, b"x-amz-target").rpartition(".")[2]


def _header(scope: Message, wanted: bytes) -> str:
    value: bytes = next((value for name, value in scope["headers"] if name.lower() == wanted), b"")
    return value.decode("latin-1")


async def _carry_out(inner: Application, scope: Message, receive: Receive, send: Send) -> int:
    """Have the service carry a call out; return the status of its answer, which goes to `send`."""
    status = 0

    async def heard(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        await send(message)

    await inner(scope, receive, heard)
    return status


async def _nobody(_message: Message) -> None:
    """Take an answer that is lost."""


async def _read(receive: Receive) -> None:
    """Read a call to its end."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        continue


async def _answer(send: Send, refusal: Refusal) -> None:
    length = (b"content-length", str(len(refusal.body)).encode())
    headers = [*refusal.headers, length]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.body})
