"""MiniStack as a background process, ready to be started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.daemon.process import Launch
from finpulse_cli.daemon.service import Service
from finpulse_cli.targets.embedded import ministack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.clients import Access


def emulator_service(home: TargetHome, port: int, access: Access, user: Mapping[str, str]) -> Service:
    """Return MiniStack on `port`, its files in `home`, its root key of `access`; `user` is the user's environment."""
    launch = Launch(
        command=ministack.command(),
        environment=ministack.environment(home, port, access, user),
        folder=home.root,
        log=home.log("ministack"),
        pid_file=home.pid_file("ministack"),
        port=port,
    )

    def check(timeout_seconds: float) -> str | None:
        health = ministack.health(port, timeout_seconds)
        return "it does not answer" if health is None else health.problem

    return Service("the emulator", launch, check)
