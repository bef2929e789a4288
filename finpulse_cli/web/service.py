"""The dashboard as a background process of a target: started by `finpulse dashboard --background`, ended by `down`."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.companion import companion_service
from finpulse_cli.daemon.probe import LOOPBACK, get
from finpulse_cli.daemon.service import Service
from finpulse_cli.web.site import HEALTH_PATH, NAME

PROCESS = "dashboard"


def dashboard_service(project: Project, home: TargetHome, user: Mapping[str, str], port: int) -> Service:
    """Return the server of the built page on `port`, for the target whose folder is `home`.

    `user` is the user's environment.
    """

    def check(patience_seconds: float) -> str | None:
        return None if answers(port, patience_seconds) else "it does not answer"

    return companion_service("the dashboard", PROCESS, (project, home, user), check, port)


def answers(port: int, patience_seconds: float = 5) -> bool:
    """Whether a dashboard is served on 127.0.0.1:`port`."""
    reply = get(f"{page_url(port)}{HEALTH_PATH.removeprefix('/')}", patience_seconds)
    return reply is not None and reply.json_object().get("server") == NAME


def page_url(port: int) -> str:
    """Where the page is served on `port`."""
    return f"http://{LOOPBACK}:{port}/"
