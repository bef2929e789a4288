"""The stand-in quote server as a background process: command, environment, health."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from finpulse_cli.daemon.probe import LOOPBACK, get
from finpulse_cli.daemon.process import Launch
from finpulse_cli.daemon.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.paths import Project, TargetHome

FIXTURE = "market-day"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPATH")


def command(port: int, clock: Path) -> tuple[str, ...]:
    """Serve quotes of the market-day fixture on 127.0.0.1:`port`, by the clock in a file."""
    process = (sys.executable, "-P", "-m", "finpulse_cli.processes", "quote-server")
    return (*process, "--port", str(port), "--fixture", FIXTURE, "--clock", str(clock))


def environment(user: Mapping[str, str]) -> dict[str, str]:
    """Return what the server needs of the user's environment, and nothing more."""
    return {name: user[name] for name in _PASSED_ON if name in user} | {"PYTHONUNBUFFERED": "1"}


def healthy(port: int, timeout_seconds: float = 5) -> bool:
    """Return whether the server answers on 127.0.0.1:`port`."""
    reply = get(f"{base_url(port)}/health", timeout_seconds)
    return reply is not None and reply.status == 200


def base_url(port: int) -> str:
    """Return the address that data_ingester is given in place of Alpha Vantage's."""
    return f"http://{LOOPBACK}:{port}"


def finnhub_url(port: int) -> str:
    """Return the address that data_ingester is given in place of Finnhub's."""
    return f"{base_url(port)}/api/v1"


def standin_service(project: Project, home: TargetHome, user: Mapping[str, str], port: int) -> Service:
    """Return the stand-in quote server on `port`; it runs in the project's folder, where the fixtures are.

    `user` is the user's environment.
    """
    launch = Launch(
        command=command(port, home.clock),
        environment=environment(user),
        folder=project.root,
        log=home.log("quote_server"),
        pid_file=home.pid_file("quote_server"),
        port=port,
    )

    def check(timeout_seconds: float) -> str | None:
        return None if healthy(port, timeout_seconds) else "it does not answer"

    return Service("the stand-in quote server", launch, check)
