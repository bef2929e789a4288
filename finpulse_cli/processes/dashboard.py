"""`python -m finpulse_cli.processes.dashboard --port 4568` serves the built page until it is told to stop.

The target comes from FINPULSE_HOME and FINPULSE_TARGET.
"""

from __future__ import annotations

import argparse
import sys

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import CliError, ExitCode
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.processes.current_site import current_site
from finpulse_cli.web.server import DashboardServer


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m finpulse_cli.processes.dashboard", description="Serve the dashboard."
    )
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    port = parser.parse_args(arguments).port
    try:
        server = DashboardServer(port, current_site(Context.of_process()))
    except CliError as error:
        sys.stderr.write(f"{error.message}\n{error.next_action or ''}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"port {port} cannot be opened: {error}\n")
        return ExitCode.FAILED
    serve_until_told(server)
    return ExitCode.DONE


if __name__ == "__main__":
    sys.exit(main())
