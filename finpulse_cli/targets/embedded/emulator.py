"""The two background processes of the embedded target, ready to be started."""

from __future__ import annotations

import os

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.process import Launch
from finpulse_cli.daemon.service import Service
from finpulse_cli.standins.alpha_vantage import quote_server as standin
from finpulse_cli.targets.embedded.target import ministack


def emulator_service(home: TargetHome, port: int, region: str) -> Service:
    """MiniStack on `port`, with its files in `home`."""
    launch = Launch(
        command=ministack.command(),
        environment=ministack.environment(home, port, region, os.environ),
        folder=home.root,
        log=home.log("ministack"),
        pid_file=home.pid_file("ministack"),
        port=port,
    )

    def check(patience_seconds: float) -> str | None:
        health = ministack.health(port, patience_seconds)
        return "it does not answer" if health is None else health.problem

    return Service("the emulator", launch, check)


def standin_service(project: Project, home: TargetHome, port: int) -> Service:
    """The stand-in Alpha Vantage server on `port`; it runs in the project's folder, where the fixtures are."""
    launch = Launch(
        command=standin.command(port),
        environment=standin.environment(os.environ),
        folder=project.root,
        log=home.log("standin"),
        pid_file=home.pid_file("standin"),
        port=port,
    )

    def check(patience_seconds: float) -> str | None:
        return None if standin.healthy(port, patience_seconds) else "it does not answer"

    return Service("the stand-in quote server", launch, check)
