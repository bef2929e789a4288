"""`python -m finpulse_cli.processes dashboard --port 4568` serves the built page."""

from __future__ import annotations

from finpulse_cli.core.context import Context
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.processes.current_site import current_site
from finpulse_cli.processes.opened import PortOption, opened
from finpulse_cli.web.server import DashboardServer


def dashboard(port: PortOption) -> None:
    """Serve the dashboard of the target that FINPULSE_HOME and FINPULSE_TARGET name."""
    site = current_site(Context.of_process())
    serve_until_told(opened(port, lambda free: DashboardServer(free, site)))
