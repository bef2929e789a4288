"""Answers that leave in one piece, so that a client cannot lose the half of one.

uvicorn writes an answer's head and its body one after the other, and each becomes a TCP segment of its own. The AWS SDK
for Go closes its side of the request as soon as it has the head; where its own writer is not done by then, which
happens on a busy machine, Go's net/http takes that for a failed write and closes the connection before the body is
there. The request was carried out, its answer is lost, and the SDK sends it again: Terraform's provider then meets
"already exists". What is in the same segment as the head has been read with it and is not lost.
docs/decisions/emulator-overlay.md has the measurements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio


class JoinedWrites:
    """A transport that writes in one piece what it is given within one turn of the event loop."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep the piece until this turn ends."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        """Close once everything is written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces:
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))


class JoinedAnswers(HttpToolsProtocol):
    """uvicorn's protocol on such a transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection."""
        super().connection_made(cast("asyncio.Transport", JoinedWrites(transport, self.loop)))
