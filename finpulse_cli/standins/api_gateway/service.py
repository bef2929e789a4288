"""The gateway as a background process of a target that has no HTTP API of its own."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.companion import companion_service
from finpulse_cli.daemon.probe import LOOPBACK, get
from finpulse_cli.daemon.service import Service
from finpulse_cli.standins.api_gateway.gateway import HEALTH_PATH, NAME

PROCESS = "api_gateway"


def gateway_service(project: Project, home: TargetHome, user: Mapping[str, str], port: int) -> Service:
    """Return the gateway on `port`, for the target whose folder is `home`. `user` is the user's environment."""

    def check(patience_seconds: float) -> str | None:
        return None if answers(port, patience_seconds) else "it does not answer"

    return companion_service("the API gateway", PROCESS, (project, home, user), check, port)


def answers(port: int, patience_seconds: float = 5) -> bool:
    """Whether a gateway serves on 127.0.0.1:`port`."""
    reply = get(f"{base_url(port)}{HEALTH_PATH}", patience_seconds)
    return reply is not None and reply.json_object().get("server") == NAME


def base_url(port: int) -> str:
    """Base URL of the HTTP API that a gateway serves on `port`, without a slash at the end."""
    return f"http://{LOOPBACK}:{port}"
