"""Which origins the API lets in, and so where the dashboard may be served.

The page calls the API and the push API directly, from another origin than theirs. There is no proxy in between: what
works here is what works behind CloudFront.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from finpulse_cli.core.errors import FailedError, UsageError, act, to_run
from finpulse_cli.daemon.probe import LOOPBACK, ask

VARIABLE = "TF_VAR_cors_origins"
_TIMEOUT_SECONDS = 15


def loopback_origins(port: int) -> list[str]:
    """Return both names of a page that this machine serves on `port`."""
    return [f"http://{name}:{port}" for name in (LOOPBACK, "localhost")]


def merged_origins(port: int, user: Mapping[str, str]) -> list[str]:
    """Return the dashboard's own origins and those the user names in TF_VAR_cors_origins, each once.

    A target's values come from a file, which wins over TF_VAR_ variables; so they are put together here. Raises
    UsageError when the variable is no list.
    """
    text = user.get(VARIABLE, "").strip()
    try:
        wanted = json.loads(text) if text else []
    except ValueError:
        wanted = None
    if not isinstance(wanted, list) or not all(isinstance(origin, str) for origin in wanted):
        raise UsageError(
            f"{VARIABLE} is not a JSON list of origins: {text}", f"""{VARIABLE}='["http://127.0.0.1:5173"]'"""
        )
    return list(dict.fromkeys([*loopback_origins(port), *wanted]))


def require_let_in(api_url: str, port: int) -> None:
    """Raise FailedError unless the API lets a page on 127.0.0.1:`port` in: asked as a browser asks."""
    origin = loopback_origins(port)[0]
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    reply = ask("OPTIONS", f"{api_url}/stats", _TIMEOUT_SECONDS, headers)
    if reply is None:
        raise FailedError(f"the API at {api_url} does not answer", to_run("status"))
    if reply.header("access-control-allow-origin") not in (origin, "*"):
        raise FailedError(
            f"the API does not let pages of {origin} in, so a dashboard on port {port} would stay empty",
            act(f"leave --port out, or let them in: {let_in_variable(port)} {{}}", "up"),
        )


def let_in_variable(port: int) -> str:
    """Return the assignment with which `up` lets a dashboard be served on `port`."""
    return f"{VARIABLE}='{json.dumps(loopback_origins(port))}'"
