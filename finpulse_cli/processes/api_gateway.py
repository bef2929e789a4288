"""`python -m finpulse_cli.processes.api_gateway --port 4569` serves the HTTP API until it is told to stop.

The target comes from FINPULSE_HOME and FINPULSE_TARGET.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import CliError, ExitCode
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.processes.current_api import current_api
from finpulse_cli.standins.api_gateway.gateway import Gateway
from finpulse_cli.standins.api_gateway.identifiers import Identifiers
from finpulse_cli.standins.api_gateway.server import GatewayServer


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m finpulse_cli.processes.api_gateway", description="Serve the HTTP API."
    )
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    port = parser.parse_args(arguments).port
    try:
        server = GatewayServer(port, _gateway(Context.of_process()))
    except CliError as error:
        sys.stderr.write(f"{error.message}\n{error.next_action or ''}\n")
        return error.exit_code
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"port {port} cannot be opened: {error}\n")
        return ExitCode.FAILED
    serve_until_told(server)
    return ExitCode.DONE


def _gateway(context: Context) -> Gateway:
    return Gateway(
        api=current_api(context),
        clock=context.clock,
        identifiers=Identifiers(secrets.token_bytes, time.time),
        say=_say,
    )


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
