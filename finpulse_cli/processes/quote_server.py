"""`python -m finpulse_cli.processes quote-server --port 4567` plays the providers of quotes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.virtual_clock import VirtualClock
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.fixtures.load import load
from finpulse_cli.processes.opened import PortOption
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.server import StandIn
from finpulse_cli.standins.provider.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

HOLD_SECONDS = 60.0  # how long a call that is never answered is held


def quote_server(
    port: PortOption,
    fixture: Annotated[str, typer.Option(help="A shipped fixture's name, a folder or a reply.")] = "market-day",
    clock: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Quote by the clock that is kept there. [the real one]")
    ] = None,
) -> None:
    """Serve a fixture as the providers of quotes would; `finpulse standin` does so with limits and faults."""
    serve(port, fixture, Conduct, VirtualClock(clock).now if clock else utc_now)


def serve(
    port: int,
    fixture: str,
    conduct: Callable[[], Conduct],
    clock: Callable[[], datetime],
    hold_seconds: float = HOLD_SECONDS,
    latency_seconds: Callable[[], float] = lambda: 0.0,
) -> None:
    """Serve until Ctrl-C or SIGTERM; each provider counts by a `conduct` of its own.

    Raises `UsageError` for a fixture that cannot be played, `FailedError` for a port that cannot be opened.
    """
    played = load(fixture)
    tape = Tape.of(played)
    apis = (Api(tape, conduct()), FinnhubApi(tape, conduct()))
    try:
        server = StandIn(port, apis, played.name, clock, hold_seconds, latency_seconds)
    except (OSError, OverflowError) as error:
        raise FailedError(
            f"Port {port} of {LOOPBACK} cannot be opened: {error}.", "Stop what uses it, or choose another --port."
        ) from error
    sys.stderr.write(f"Stand-in quotes on http://{LOOPBACK}:{server.server_port} from {played.name}.\n")
    sys.stderr.flush()
    serve_until_told(server)
