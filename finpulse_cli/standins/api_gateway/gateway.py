"""The way of a request through the API: route, event, function, answer, CORS. No socket in here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from finpulse_cli.core.errors import CliError
from finpulse_cli.standins.api_gateway.answer import HttpAnswer, MalformedAnswerError, function_answer, gateway_answer
from finpulse_cli.standins.api_gateway.cors import OPTIONS, CorsPolicy
from finpulse_cli.standins.api_gateway.event import Caller, build_event
from finpulse_cli.standins.api_gateway.health import HEALTH_PATH, NAME
from finpulse_cli.standins.api_gateway.identifiers import Identifiers
from finpulse_cli.standins.api_gateway.invoke import IntegrationError, Invoke
from finpulse_cli.standins.api_gateway.request import HttpRequest
from finpulse_cli.standins.api_gateway.routes import Match, RouteTable

MAX_BODY_BYTES = 10 * 1024 * 1024  # an HTTP API's quota
MAX_EVENT_BYTES = 6 * 1024 * 1024  # Lambda's, for a synchronous invocation


@dataclass(frozen=True, slots=True)
class Api:
    """What is served: routes, CORS, the function's name on the target and the way to invoke it."""

    routes: RouteTable
    cors: CorsPolicy
    function: str
    account: str
    api_id: str
    invoke: Invoke


@dataclass(frozen=True, slots=True)
class Gateway:
    """`api` is asked for every request: the stack may be recreated in the meantime. `say` takes lines for the log."""

    api: Callable[[], Api]
    clock: Callable[[], datetime]
    identifiers: Identifiers
    say: Callable[[str], None]

    def answer(self, request: HttpRequest) -> HttpAnswer:
        """Answer any request; never raises for what a client sends or the function returns."""
        if request.path == HEALTH_PATH:
            return _health()
        if not request.path.startswith("/"):
            return gateway_answer(400)
        try:
            api = self.api()
        except CliError as error:
            return gateway_answer(503, ": ".join(filter(None, (error.message, error.next_action))))
        return self._served(api, request)

    def _served(self, api: Api, request: HttpRequest) -> HttpAnswer:
        request_id = self.identifiers.request()
        caller = Caller(api.account, api.api_id, request_id, self.identifiers.trace(), self.clock())
        answer = self._routed(api, request, caller)
        return api.cors.applied(request, answer).plus([("Apigw-Requestid", request_id)])

    def _routed(self, api: Api, request: HttpRequest, caller: Caller) -> HttpAnswer:
        match = api.routes.select(request.method, request.path)
        if match is not None:
            return self._invoked(api, request, match, caller)
        return api.cors.preflight_answer() if request.method == OPTIONS else gateway_answer(404)

    def _invoked(self, api: Api, request: HttpRequest, match: Match, caller: Caller) -> HttpAnswer:
        event = json.dumps(build_event(request, match, caller)).encode()
        if len(event) > MAX_EVENT_BYTES:
            return gateway_answer(413)
        try:
            return function_answer(api.invoke(api.function, event))
        except IntegrationError as error:
            self.say(f"{caller.request_id} {error}")
            return gateway_answer(error.status)
        except MalformedAnswerError as error:
            self.say(f"{caller.request_id} {api.function} returned what cannot be sent: {error}")
            return gateway_answer(500)


def _health() -> HttpAnswer:
    text = json.dumps({"status": "ok", "server": NAME})
    return HttpAnswer(200, (("Content-Type", "application/json"), ("Cache-Control", "no-store")), text.encode())
