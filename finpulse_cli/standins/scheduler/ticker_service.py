"""The ticker as a background process of a target whose Scheduler never fires."""

from __future__ import annotations

import time
from collections.abc import Mapping

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.heartbeat import last_beat
from finpulse_cli.daemon.process import running
from finpulse_cli.daemon.process_service import background_service
from finpulse_cli.daemon.service import Service

PROCESS = "scheduler"
# It gives a sign every few seconds; a minute covers an invocation that hangs.
_SILENCE_SECONDS = 90.0


def ticker_service(project: Project, home: TargetHome, user: Mapping[str, str]) -> Service:
    """Return the ticker for the target whose folder is `home`; `user` is the user's environment.

    It serves no port; its heartbeat tells how it is.
    """

    def check(_timeout_seconds: float) -> str | None:
        return problem(home, time.time())

    return background_service("the ticker", PROCESS, (project, home, user), check)


def problem(home: TargetHome, now: float) -> str | None:
    """Return what is wrong with the ticker of a target at `now` (seconds since 1970); None when it is well."""
    record = running(home.pid_file(PROCESS))
    if record is None:
        return "it is not running"
    last = last_beat(home.heartbeat(PROCESS), record.pid)
    if last is None:
        return "it has not begun"
    silence = now - last
    return f"it has given no sign of life for {silence:.0f} s" if silence > _SILENCE_SECONDS else None
