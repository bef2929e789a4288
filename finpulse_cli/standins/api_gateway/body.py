"""Reading a request's body off the wire."""

from __future__ import annotations

from email.message import Message
from io import BufferedIOBase

_LINE_BYTES = 1024


class RefusedBodyError(Exception):
    """The body cannot be taken; `status` is the answer, after which the connection must end."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def read_body(headers: Message, stream: BufferedIOBase, limit: int) -> bytes:
    """The body, of `limit` bytes at most. Raises RefusedBodyError."""
    coding = (headers.get("Transfer-Encoding") or "").strip().lower()
    if coding == "chunked":
        return _chunked(stream, limit)
    if coding:
        raise RefusedBodyError(501)
    length = (headers.get("Content-Length") or "0").strip()
    if not (length.isascii() and length.isdigit()):
        raise RefusedBodyError(400)
    return _exactly(stream, _within(int(length), limit))


def _chunked(stream: BufferedIOBase, limit: int) -> bytes:
    """A body in chunks (RFC 9112, 7.1); chunk extensions and trailers are read past."""
    body = b""
    while size := _chunk_size(stream):
        body += _exactly(stream, _within(size, limit - len(body)))
        if stream.readline(_LINE_BYTES).strip():
            raise RefusedBodyError(400)
    while stream.readline(_LINE_BYTES).strip():
        pass
    return body


def _chunk_size(stream: BufferedIOBase) -> int:
    digits = stream.readline(_LINE_BYTES).partition(b";")[0].strip()
    try:
        return int(digits, 16)
    except ValueError:
        raise RefusedBodyError(400) from None


def _within(size: int, limit: int) -> int:
    if not 0 <= size <= limit:
        raise RefusedBodyError(413)
    return size


def _exactly(stream: BufferedIOBase, size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise RefusedBodyError(400)
    return body
