"""MiniStack as a background process, ready to be started."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.daemon.process import Launch
from finpulse_cli.daemon.service import Service
from finpulse_cli.targets.embedded import ministack


def emulator_service(home: TargetHome, port: int, region: str, user: Mapping[str, str]) -> Service:
    """Return MiniStack on `port`, with its files in `home`; `user` is the user's environment."""
    launch = Launch(
        command=ministack.command(),
        environment=ministack.environment(home, port, region, user),
        folder=home.root,
        log=home.log("ministack"),
        pid_file=home.pid_file("ministack"),
        port=port,
    )

    def check(timeout_seconds: float) -> str | None:
        health = ministack.health(port, timeout_seconds)
        return "it does not answer" if health is None else health.problem

    return Service("the emulator", launch, check)
