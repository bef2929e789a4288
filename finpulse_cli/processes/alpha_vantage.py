"""`python -m finpulse_cli.processes.alpha_vantage --port 4567 --fixture market-day` serves quotes."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from finpulse_cli.core.errors import CliError, ExitCode, FailedError, UsageError
from finpulse_cli.fixtures.load import load
from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.alpha_vantage.faults import EVERY_SYMBOL, Fault, Faults, parse_faults, split_setting
from finpulse_cli.standins.alpha_vantage.quotes import Tape
from finpulse_cli.standins.alpha_vantage.server import HOST, StandIn
from finpulse_cli.standins.alpha_vantage.throttle import Throttle


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    options = _parser().parse_args(arguments)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        server = _server(options)
    except CliError as error:
        sys.stderr.write(f"{error.message}\n{error.next_action or ''}\n")
        return error.exit_code
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    with server:
        serving.start()
        sys.stderr.write(f"Stand-in quotes on http://{HOST}:{server.server_port} from {server.fixture}.\n")
        sys.stderr.flush()
        stop.wait()
        server.shutdown()
        serving.join()
    return ExitCode.DONE


def _server(options: argparse.Namespace) -> StandIn:
    fixture = load(options.fixture)
    throttle = Throttle(options.requests_per_minute, options.requests_per_day)
    api = Api(Tape.of(fixture), _faults(options), throttle)
    try:
        return StandIn(options.port, api, fixture.name, lambda: datetime.now(UTC), options.hold_seconds)
    except (OSError, OverflowError) as error:
        raise FailedError(
            f"Port {options.port} of {HOST} cannot be opened: {error}.", "Stop what uses it, or choose another --port."
        ) from None


def _faults(options: argparse.Namespace) -> Faults:
    settings: list[tuple[str, object]] = []
    if options.faults:
        settings += _read_faults(options.faults).items()
    return parse_faults(settings + [split_setting(text) for text in options.fault])


def _read_faults(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}.", 'Write it like {"TSLA": "timeout"}.') from None
    if not isinstance(content, dict):
        raise UsageError(f"{path} holds no JSON object.", 'Write it like {"TSLA": "timeout"}.')
    return content


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m finpulse_cli.processes.alpha_vantage", description="Serve a fixture as Alpha Vantage would."
    )
    parser.add_argument("--port", type=int, required=True, help=f"port on {HOST}; 0 takes a free one")
    parser.add_argument("--fixture", default="market-day", help="a shipped fixture's name, a folder or a reply")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar=f"[SYMBOL=]{{{','.join(Fault)}}}",
        help="let calls for a symbol, or all calls, go wrong; may be given several times",
    )
    parser.add_argument(
        "--faults", type=Path, metavar="FILE", help=f'the same as JSON: {{"TSLA": "timeout", "{EVERY_SYMBOL}": "note"}}'
    )
    parser.add_argument("--requests-per-minute", type=int, metavar="N", help="refuse more, as the provider does")
    parser.add_argument("--requests-per-day", type=int, metavar="N", help="refuse more, as the provider does")
    parser.add_argument("--hold-seconds", type=float, default=60.0, help="how long a timeout holds the connection")
    return parser


if __name__ == "__main__":
    sys.exit(main())
