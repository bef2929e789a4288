"""An API without a stack: routes like the real ones, and a function that the test plays."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from finpulse_cli.standins.api_gateway.cors import CorsPolicy
from finpulse_cli.standins.api_gateway.event import Caller
from finpulse_cli.standins.api_gateway.gateway import Api, Gateway
from finpulse_cli.standins.api_gateway.identifiers import Identifiers
from finpulse_cli.standins.api_gateway.request import HttpRequest
from finpulse_cli.standins.api_gateway.routes import RouteTable

KEYS = ("GET /prices", "GET /prices/{symbol}", "POST /query", "GET /query/ready-made", "GET /query/{id}", "$default")
ORIGIN = "http://127.0.0.1:4568"
NOW = datetime(2020, 3, 12, 19, 3, 58, 390_000, tzinfo=UTC)
CALLER = Caller("123456789012", "r3pmxmplak", "JKJaXmPLvHcESHA=", "Root=1-5e6722a7-cc56bb2b46db7ae02d4da47e", NOW)
OK: dict[str, object] = {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": "{}"}


class Function:
    """Takes the place of the deployed function: keeps the events, returns or raises what it is told to."""

    def __init__(self, answer: object = OK) -> None:
        self.answer = answer
        self.events: list[dict[str, Any]] = []

    def __call__(self, function: str, event: bytes) -> bytes:
        """Answer an invocation."""
        assert function == "finpulse-api-handler"
        self.events.append(json.loads(event))
        if isinstance(self.answer, Exception):
            raise self.answer
        return json.dumps(self.answer).encode()


def api(function: Function, keys: tuple[str, ...] = KEYS) -> Api:
    """An API with these routes and one origin."""
    return Api(
        RouteTable.of(keys), CorsPolicy((ORIGIN,)), "finpulse-api-handler", "123456789012", "r3pmxmplak", function
    )


def gateway(function: Function, keys: tuple[str, ...] = KEYS, log: list[str] | None = None) -> Gateway:
    """A gateway before that API, at a fixed time and with fixed ids."""
    served = api(function, keys)
    identifiers = Identifiers(lambda count: b"\0" * count, NOW.timestamp)
    return Gateway(lambda: served, lambda: NOW, identifiers, ([] if log is None else log).append)


def asking(target: str, method: str = "GET", body: bytes = b"", /, **headers: str) -> HttpRequest:
    """A request to this machine; underscores in the names of headers stand for hyphens."""
    named = {"host": "127.0.0.1:4569", **{name.replace("_", "-"): text for name, text in headers.items()}}
    return HttpRequest(method, target, tuple(named.items()), body, port=4569)
