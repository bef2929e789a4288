"""Background processes beside an emulator: the stand-in quote server and the dashboard, on the ports after its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.daemon.process import kill, running
from finpulse_cli.stack.target import ProcessHealth
from finpulse_cli.standins.provider import quote_server
from finpulse_cli.web.dashboard_service import PROCESS, dashboard_service

if TYPE_CHECKING:
    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.daemon.service import Service


def quotes_url(port: int) -> str:
    """Return the address of the stand-in quote server beside an emulator on `port`."""
    return quote_server.base_url(port + 1)


def finnhub_url(port: int) -> str:
    """Return the address at which the same server plays Finnhub."""
    return quote_server.finnhub_url(port + 1)


def dashboard_port(port: int) -> int:
    """Return the port of the dashboard beside an emulator on `port`."""
    return port + 2


def quote_service(context: Context, home: TargetHome, port: int) -> Service:
    """Return the stand-in quote server beside an emulator on `port`."""
    return quote_server.standin_service(context.project, home, context.environ, port + 1)


def dashboard_beside(context: Context, home: TargetHome, port: int) -> Service:
    """Return the dashboard where it is served now, else where it would be beside an emulator on `port`."""
    record = running(home.pid_file(PROCESS))
    return dashboard_service(context.project, home, context.environ, (record and record.port) or dashboard_port(port))


def dashboard_health(service: Service) -> list[ProcessHealth]:
    """Return the health of the dashboard while it is there."""
    return [] if running(service.launch.pid_file) is None else [health_of(service)]


def health_of(service: Service, *, is_needed_by_terraform: bool = True) -> ProcessHealth:
    """Return how a background process is."""
    return ProcessHealth(service.name, *service.state(), str(service.launch.log), is_needed_by_terraform)


def end_at_once(service: Service, report: Report) -> None:
    """End one process without letting it save anything: what it would save is not wanted."""
    record = running(service.launch.pid_file)
    if record is not None:
        kill(record)
        service.launch.pid_file.unlink(missing_ok=True)
        report(f"{service.name} ended")
