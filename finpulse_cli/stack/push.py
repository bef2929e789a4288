"""The push API as its client: one WebSocket connection, JSON messages both ways."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.sync.client import connect

from finpulse_cli.core.errors import FailedError, to_run

_NEXT = to_run("status")


class PushConnection:
    """A connection to the push API at `url`, open as long as the `with` block lasts.

    Raises FailedError where the API refuses, does not answer within `timeout_seconds`, or hangs up.
    """

    def __init__(self, url: str, timeout_seconds: float, origin: str | None = None) -> None:
        self._timeout_seconds = timeout_seconds
        self._open = ExitStack()
        try:
            # past any proxy of the user's environment, as every request to a local target
            opening = connect(url, origin=origin, open_timeout=timeout_seconds, proxy=None)  # type: ignore[arg-type]
            self._socket = self._open.enter_context(opening)
        except (OSError, InvalidHandshake, InvalidURI) as error:
            raise FailedError(f"{url} lets nobody in: {error}", _NEXT) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; a `receive` that waits in another thread ends too."""
        self._open.close()

    def ping(self) -> None:
        """Ask for a sign of life and wait for it."""
        self._ask({"action": "ping"}, "pong")

    def subscribe(
        self, symbols: Sequence[str] | None = None, channels: Sequence[str] | None = None, feed: str | None = None
    ) -> None:
        """Ask for changes, all of the live market by default, and wait until the subscription holds."""
        self._ask({"action": "subscribe", "feed": feed, "symbols": symbols, "channels": channels}, "subscribed")

    def send(self, message: str) -> None:
        """Send any text."""
        try:
            self._socket.send(message)
        except WebSocketException as error:
            raise FailedError(f"the push API hung up: {error}", _NEXT) from error

    def receive(self, timeout_seconds: float | None = None) -> dict[str, Any] | None:
        """Return the next message; None when none comes in time."""
        timeout = self._timeout_seconds if timeout_seconds is None else timeout_seconds
        try:
            message = json.loads(self._socket.recv(timeout=timeout))
        except TimeoutError:
            return None
        except WebSocketException as error:
            raise FailedError(f"the push API hung up: {error}", _NEXT) from error
        return message if isinstance(message, dict) else {}

    def _ask(self, message: Mapping[str, object], answer: str) -> None:
        """Send a message and wait for an answer of this type; updates that come before it are dropped."""
        self.send(json.dumps(message))
        deadline = time.monotonic() + self._timeout_seconds
        while (left := deadline - time.monotonic()) > 0:
            reply = self.receive(left)
            if reply is None:
                break
            if reply.get("type") == answer:
                return
            if reply.get("type") == "error":
                raise FailedError(f"the push API refused: {reply.get('error')}", _NEXT)
        raise FailedError(f"the push API did not answer {message['action']} in time", _NEXT)
