"""The dashboard as a background process of a target: started by `finpulse dashboard --background`, ended by `down`."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import LOOPBACK, get
from finpulse_cli.daemon.process_service import background_service
from finpulse_cli.daemon.service import Service
from finpulse_cli.web.health import HEALTH_PATH, NAME

PROCESS = "dashboard"


def dashboard_service(project: Project, home: TargetHome, user: Mapping[str, str], port: int) -> Service:
    """Return the server of the built page on `port`, for the target whose folder is `home`.

    `user` is the user's environment.
    """

    def check(timeout_seconds: float) -> str | None:
        return None if answers(port, timeout_seconds) else "it does not answer"

    return background_service("the dashboard", PROCESS, (project, home, user), check, port)


def answers(port: int, timeout_seconds: float = 5) -> bool:
    """Return whether a dashboard is served on 127.0.0.1:`port`."""
    reply = get(f"{page_url(port)}{HEALTH_PATH.removeprefix('/')}", timeout_seconds)
    return reply is not None and reply.json_object().get("server") == NAME


def page_url(port: int) -> str:
    """Return the address of the page on `port`."""
    return f"http://{LOOPBACK}:{port}/"
