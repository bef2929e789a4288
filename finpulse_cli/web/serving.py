"""The dashboard served for as long as a command needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from finpulse_cli.core.errors import FailedError
from finpulse_cli.web.dashboard_service import answers, page_url
from finpulse_cli.web.site import Site


@contextmanager
def serving(site: Site, port: int) -> Iterator[str]:
    """Yield the address of the page on `port`: of the one served there already, else of one that ends with the block.

    Raises FailedError when the port is taken by another program.
    """
    from finpulse_cli.web.server import DashboardServer

    if answers(port):
        yield page_url(port)
        return
    try:
        server = DashboardServer(port, site)
    except OSError as error:
        raise FailedError(f"port {port} is taken by another program", "end that program") from error
    with server:
        yield page_url(server.server_port)
