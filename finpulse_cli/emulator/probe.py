"""Questions to 127.0.0.1: is a port free, what does an address answer."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
# A proxy of the user's environment must not see requests to the own machine.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered: HTTP status and body."""

    status: int
    body: bytes

    def json_object(self) -> dict[str, object]:
        """The body as a JSON object; an empty one when it is something else."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def get(url: str, timeout_seconds: float = 5) -> Reply | None:
    """GET an address past any proxy; None when nothing answers in time. A 4xx or 5xx is an answer too."""
    try:
        with _DIRECT.open(url, timeout=timeout_seconds) as response:
            return Reply(response.status, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.read())
    except (OSError, ValueError):
        return None


def port_is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_pair(start: int) -> int:
    """The first port from `start` on that is free together with the one after it."""
    return next((port for port in range(start, 65535, 2) if port_is_free(port) and port_is_free(port + 1)), start)
