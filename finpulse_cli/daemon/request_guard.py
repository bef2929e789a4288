"""Stands before every application on loopback: own names only, and a fault ends one request, not the server."""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from finpulse_cli.daemon.http_protocol import LONGEST_TARGET_BYTES, drop_at_once, hang_up, refusal
from finpulse_cli.daemon.probe import LOOPBACK

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# Only these names lead here. A page elsewhere that has its own name resolve to 127.0.0.1 (DNS rebinding) sends that.
_HOSTS = frozenset({LOOPBACK, "localhost"})


def guarded(app: ASGIApp, *, any_host: bool = False) -> ASGIApp:
    """Let requests to this machine's own names, or to any, through to `app`; one that it fails is a line in the log."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        refused = _refused(scope, any_host=any_host) if scope["type"] == "http" else None
        if refused is not None:
            await refused(scope, receive, send)
        elif scope["type"] == "http":
            await _answered(app, scope, receive, send)
        else:
            await app(scope, receive, send)

    return guard


def is_loopback_host(host: str) -> bool:
    """Tell whether a Host header names this machine as a server on loopback is to be called."""
    name, _, port = host.partition(":")
    return name.lower() in _HOSTS and (port == "" or port.isdigit())


async def _answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await app(scope, receive, send)
    except (ConnectionError, TimeoutError, ClientDisconnect):
        await hang_up(scope, receive)
    except Exception as error:  # noqa: BLE001 - one request's fault must not end the server
        sys.stderr.write(f"a request failed: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
        await hang_up(scope, receive)
    except asyncio.CancelledError:
        drop_at_once(scope)
        raise


def _refused(scope: Scope, *, any_host: bool) -> Response | None:
    """Return the answer to a request that is not let through."""
    hosts = [text.decode("latin-1") for name, text in scope["headers"] if name == b"host"]
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET_BYTES:
        return _refusal(HTTPStatus.REQUEST_URI_TOO_LONG)
    if not any_host and not is_loopback_host(",".join(hosts)):
        return _refusal(HTTPStatus.MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only")
    return None


def _refusal(status: HTTPStatus, message: str | None = None) -> Response:
    # the body of the request is not read, and would be taken for the next request
    return Response(refusal(status, message), status, {"Connection": "close"}, "application/json")
