"""`python -m finpulse_cli.processes api-gateway --port 4569` serves the HTTP API."""

from __future__ import annotations

import secrets
import sys
import time

from finpulse_cli.core.context import Context
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.processes.current_api import current_api
from finpulse_cli.processes.opened import PortOption, opened
from finpulse_cli.standins.api_gateway.gateway import Gateway
from finpulse_cli.standins.api_gateway.gateway_server import GatewayServer
from finpulse_cli.standins.api_gateway.identifiers import Identifiers


def api_gateway(port: PortOption) -> None:
    """Serve the HTTP API of the target that FINPULSE_HOME and FINPULSE_TARGET name."""
    gateway = _gateway(Context.of_process())
    serve_until_told(opened(port, lambda free: GatewayServer(free, gateway)))


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
