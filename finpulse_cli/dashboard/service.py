"""The dashboard as a background process of a target: started by `finpulse dashboard --background`, ended by `down`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from finpulse_cli.dashboard.site import HEALTH_PATH, NAME
from finpulse_cli.emulator.probe import LOOPBACK, get
from finpulse_cli.emulator.process import Launch
from finpulse_cli.emulator.service import Service
from finpulse_cli.paths import Project, TargetHome

PROCESS = "dashboard"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPATH", "TMPDIR")


def dashboard_service(project: Project, home: TargetHome, port: int) -> Service:
    """The server of the built page on `port`, for the target whose folder is `home`."""
    launch = Launch(
        command=(sys.executable, "-m", "finpulse_cli.dashboard", "--port", str(port)),
        environment=_environment(home, os.environ),
        folder=project.root,
        log=home.log(PROCESS),
        pid_file=home.pid_file(PROCESS),
        port=port,
    )

    def check(patience_seconds: float) -> str | None:
        return None if answers(port, patience_seconds) else "it does not answer"

    return Service("the dashboard", launch, check)


def answers(port: int, patience_seconds: float = 5) -> bool:
    """Whether a dashboard is served on 127.0.0.1:`port`."""
    reply = get(f"{page_url(port)}{HEALTH_PATH.removeprefix('/')}", patience_seconds)
    return reply is not None and reply.json_object().get("server") == NAME


def page_url(port: int) -> str:
    """Where the page is served on `port`."""
    return f"http://{LOOPBACK}:{port}/"


def _environment(home: TargetHome, user: Mapping[str, str]) -> dict[str, str]:
    """Enough to find the target; no AWS credentials."""
    passed_on = {name: user[name] for name in _PASSED_ON if name in user}
    return passed_on | {
        "FINPULSE_HOME": str(home.root.parent),
        "FINPULSE_TARGET": home.root.name,
        "PYTHONUNBUFFERED": "1",
    }
