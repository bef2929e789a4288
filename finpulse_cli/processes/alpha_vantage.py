"""`python -m finpulse_cli.processes alpha-vantage --port 4567 --fixture market-day` serves quotes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.core.virtual_clock import VirtualClock
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.daemon.probe import LOOPBACK
from finpulse_cli.fixtures.load import load
from finpulse_cli.processes.opened import PortOption
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.alpha_vantage.faults import EVERY_SYMBOL, Fault, Faults, parse_faults, split_setting
from finpulse_cli.standins.alpha_vantage.quotes import Tape
from finpulse_cli.standins.alpha_vantage.server import StandIn
from finpulse_cli.standins.alpha_vantage.throttle import Throttle

_EXAMPLE = f'{{"TSLA": "timeout", "{EVERY_SYMBOL}": "note"}}'
_LIMIT_HELP = "Refuse more, as the provider does."


def alpha_vantage(
    port: PortOption,
    fixture: Annotated[str, typer.Option(help="A shipped fixture's name, a folder or a reply.")] = "market-day",
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar=f"[SYMBOL=]{{{','.join(Fault)}}}",
            help="Let calls for a symbol, or all calls, go wrong; may be given several times.",
        ),
    ] = None,
    faults: Annotated[Path | None, typer.Option(metavar="FILE", help=f"The same as JSON: {_EXAMPLE}.")] = None,
    requests_per_minute: Annotated[int | None, typer.Option(metavar="N", help=_LIMIT_HELP)] = None,
    requests_per_day: Annotated[int | None, typer.Option(metavar="N", help=_LIMIT_HELP)] = None,
    clock: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Quote by the clock that is kept there. [the real one]")
    ] = None,
    hold_seconds: Annotated[float, typer.Option(help="How long a timeout holds the connection.")] = 60.0,
) -> None:
    """Serve a fixture as Alpha Vantage would."""
    played = load(fixture)
    api = Api(Tape.of(played), _faults(fault or [], faults), Throttle(requests_per_minute, requests_per_day))
    try:
        server = StandIn(port, api, played.name, VirtualClock(clock).now if clock else utc_now, hold_seconds)
    except (OSError, OverflowError) as error:
        raise FailedError(
            f"Port {port} of {LOOPBACK} cannot be opened: {error}.", "Stop what uses it, or choose another --port."
        ) from error
    sys.stderr.write(f"Stand-in quotes on http://{LOOPBACK}:{server.server_port} from {played.name}.\n")
    sys.stderr.flush()
    serve_until_told(server)


def _faults(settings: list[str], file: Path | None) -> Faults:
    read = _read_faults(file).items() if file else ()
    return parse_faults([*read, *map(split_setting, settings)])


def _read_faults(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}.", 'Write it like {"TSLA": "timeout"}.') from None
    if not isinstance(content, dict):
        raise UsageError(f"{path} holds no JSON object.", 'Write it like {"TSLA": "timeout"}.')
    return content
