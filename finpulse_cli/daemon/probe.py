"""Questions to 127.0.0.1: is a port free, what does an address answer."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
# A target takes so many ports in a row: the emulator, the stand-in quote server, the dashboard.
NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered: HTTP status, body, and headers by their names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """Return the header of this name, given in lower case; None when there is none."""
        return self.headers.get(name)

    def json_object(self) -> dict[str, object]:
        """Return the body as a JSON object; an empty one when it is something else."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def get(url: str, timeout_seconds: float = 5) -> Reply | None:
    """GET an address; see `ask`."""
    return ask("GET", url, timeout_seconds)


def post(url: str, timeout_seconds: float) -> Reply | None:
    """POST nothing to an address; see `ask`."""
    return ask("POST", url, timeout_seconds)


def ask(method: str, url: str, timeout_seconds: float, headers: Mapping[str, str] | None = None) -> Reply | None:
    """Return what an address answers past any proxy; None when nothing that speaks HTTP answers in time.

    A 4xx or 5xx is an answer too.
    """
    import requests

    with requests.Session() as session:
        session.trust_env = False  # a proxy of the user's environment must not see requests to the own machine
        try:
            response = session.request(method, url, headers=headers, timeout=timeout_seconds)
        except requests.RequestException:
            return None
    return Reply(
        response.status_code, response.content, {name.lower(): text for name, text in response.headers.items()}
    )


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(start: int, count: int = NEIGHBOURS) -> int:
    """Return the first port from `start` on that is free together with those after it, `count` in all."""
    candidates = range(start, 65536 - count, count)
    return next((port for port in candidates if all(port_is_free(port + more) for more in range(count))), start)
