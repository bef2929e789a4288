"""Background processes that are about a target rather than part of it: dashboard, gateway, ticker."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from finpulse_cli.daemon.environment import target_environment
from finpulse_cli.daemon.process import NO_PORT, Launch
from finpulse_cli.daemon.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.core.paths import Project, TargetHome


def background_service(
    name: str,
    process: str,
    place: tuple[Project, TargetHome, Mapping[str, str]],
    check: Callable[[float], str | None],
    port: int = NO_PORT,
) -> Service:
    """Return `python -P -m finpulse_cli.processes <process>`, on `port` if it serves one, as a service.

    `place` is the project, the folder of the target that it is about, and the user's environment; `name` is for people,
    `check` as in Service.
    """
    project, home, user = place
    serving = ("--port", str(port)) if port != NO_PORT else ()
    launch = Launch(
        command=(sys.executable, "-P", "-m", "finpulse_cli.processes", process.replace("_", "-"), *serving),
        environment=target_environment(home, user),
        folder=project.root,
        log=home.log(process),
        pid_file=home.pid_file(process),
        port=port,
    )
    return Service(name, launch, check)
