"""Serves the page from its sources while they are edited: Vite, which reloads it in the browser.

It takes the dashboard's own port, whose origin the API lets in. Where the stack's APIs are, it hears from a server of
our own.
"""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.daemon.probe import LOOPBACK, port_is_free
from finpulse_cli.features.dev.sessions import end_session
from finpulse_cli.web.build import install_if_needed
from finpulse_cli.web.dashboard_service import page_url
from finpulse_cli.web.node import require_npm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import Project
    from finpulse_cli.web.node import Npm
    from finpulse_cli.web.site import Site

_CONFIG_VARIABLE = "FINPULSE_DASHBOARD"  # see frontend/vite.config.ts


@contextmanager
def served_page(project: Project, site: Site, port: int, user: Mapping[str, str], report: Report) -> Iterator[str]:
    """Yield the address of the page, served from its sources until the block ends. Raises CliError."""
    from finpulse_cli.web.server import DashboardServer

    npm = require_npm(project.frontend_dir, user, "a page that reloads itself")
    if not port_is_free(port):
        raise FailedError(
            f"port {port}, which the page needs, is taken: perhaps `finpulse dashboard` serves it",
            act("end that, then run `{}` again", "dev"),
        )
    with exclusive(project.frontend_lock, report):
        install_if_needed(project.frontend_dir, npm, report)
    with DashboardServer(0, site) as config:
        told = {_CONFIG_VARIABLE: f"http://{LOOPBACK}:{config.server_port}"}
        with _vite(npm, project, port, told) as process:
            teller = threading.Thread(target=_tell, args=(process.stdout, report), daemon=True)
            teller.start()
            try:
                yield page_url(port)
            finally:
                end_session(process)
                teller.join()


def _vite(npm: Npm, project: Project, port: int, told: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - the npm on the user's PATH
        [npm.path, "run", "dev", "--", "--port", str(port), "--clearScreen", "false"],
        cwd=project.frontend_dir,
        env={**npm.environment, **told},
        stdin=subprocess.PIPE,  # Vite ends when it closes, so also when this process is killed
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # npm's children end with it, and no Ctrl-C reaches them before us
    )


def _tell(output: Iterable[str], report: Report) -> None:
    """Pass on what Vite says, but for npm's own words about the script."""
    for line in output:
        if line.strip() and not line.startswith(">"):
            report(f"page: {line.rstrip()}")
