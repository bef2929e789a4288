"""Opening the port of a background process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from finpulse_cli.core.errors import FailedError

PortOption = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.")]

Server = TypeVar("Server")


def opened(port: int, make: Callable[[int], Server]) -> Server:
    """Return the server that `make` puts on `port`. Raises FailedError where it cannot be opened."""
    try:
        return make(port)
    except (OSError, OverflowError) as error:
        raise FailedError(
            f"port {port} cannot be opened: {error}", "stop what uses it, or choose another --port"
        ) from error
