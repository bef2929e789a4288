"""The gateway as a background process of a target that has no HTTP API of its own."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import LOOPBACK, get
from finpulse_cli.daemon.process_service import background_service
from finpulse_cli.daemon.service import Service
from finpulse_cli.standins.api_gateway.health import HEALTH_PATH, NAME

PROCESS = "api_gateway"


def gateway_service(project: Project, home: TargetHome, user: Mapping[str, str], port: int) -> Service:
    """Return the gateway on `port`, for the target whose folder is `home`. `user` is the user's environment."""

    def check(timeout_seconds: float) -> str | None:
        return None if answers(port, timeout_seconds) else "it does not answer"

    return background_service("the API gateway", PROCESS, (project, home, user), check, port)


def answers(port: int, timeout_seconds: float = 5) -> bool:
    """Return whether a gateway serves on 127.0.0.1:`port`."""
    reply = get(f"{base_url(port)}{HEALTH_PATH}", timeout_seconds)
    return reply is not None and reply.json_object().get("server") == NAME


def base_url(port: int) -> str:
    """Return the base URL of the HTTP API that a gateway serves on `port`, without a slash at the end."""
    return f"http://{LOOPBACK}:{port}"
