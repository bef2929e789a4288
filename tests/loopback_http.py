"""Connections to a server of a test's own, on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from http.client import HTTPConnection
from socket import create_connection, socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = "127.0.0.1"
TIMEOUT_SECONDS = 20


@contextmanager
def connected(port: int) -> Iterator[HTTPConnection]:
    """A connection that stays open until the end of the block."""
    connection = HTTPConnection(LOOPBACK, port, timeout=TIMEOUT_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


def raw_connection(port: int) -> socket:
    """Return a connection for bytes of a test's own."""
    return create_connection((LOOPBACK, port), timeout=TIMEOUT_SECONDS)
