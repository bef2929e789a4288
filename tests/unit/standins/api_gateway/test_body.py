"""Reading bodies off the wire."""

from __future__ import annotations

from email.message import Message
from io import BytesIO

import pytest

from finpulse_cli.standins.api_gateway.body import RefusedBodyError, read_body


def read(content: bytes, limit: int = 100, /, **headers: str) -> tuple[bytes, bytes]:
    """The body, and what is left on the wire."""
    message, stream = Message(), BytesIO(content)
    for name, text in headers.items():
        message[name.replace("_", "-")] = text
    return read_body(message, stream, limit), stream.read()


def test_a_body_is_as_long_as_it_says() -> None:
    assert read(b"hello GET /", Content_Length="5") == (b"hello", b" GET /")
    assert read(b"GET /") == (b"", b"GET /")


def test_chunks_are_put_together() -> None:
    chunks = b"5\r\nhello\r\n6;name=x\r\n world\r\n0\r\nTrailer: x\r\n\r\nGET /"

    assert read(chunks, Transfer_Encoding="Chunked") == (b"hello world", b"GET /")


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"hello", {"Content_Length": "101"}, 413),
        (b"hello", {"Content_Length": "6"}, 400),
        (b"hello", {"Content_Length": "-1"}, 400),
        (b"hello", {"Content_Length": "five"}, 400),
        (b"hello", {"Content_Length": "\u0665"}, 400),
        (b"hello", {"Transfer_Encoding": "gzip, chunked"}, 501),
        (b"32\r\n" + b"a" * 50 + b"\r\n33\r\n", {"Transfer_Encoding": "chunked"}, 413),
        (b"-1\r\n", {"Transfer_Encoding": "chunked"}, 413),
        (b"x\r\n", {"Transfer_Encoding": "chunked"}, 400),
        (b"", {"Transfer_Encoding": "chunked"}, 400),
        (b"2\r\nhello\r\n", {"Transfer_Encoding": "chunked"}, 400),
    ],
)
def test_what_cannot_be_taken_is_refused(content: bytes, headers: dict[str, str], status: int) -> None:
    with pytest.raises(RefusedBodyError) as caught:
        read(content, **headers)

    assert caught.value.status == status
