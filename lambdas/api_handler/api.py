"""One request to one response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.api_handler.call import Call
from lambdas.api_handler.parameters import read_parameters, require_event_id, require_query_id, require_symbol
from lambdas.api_handler.request import Request, decode_request
from lambdas.api_handler.response import options, private, refusal, success, unavailable
from lambdas.api_handler.router import EVENT_ID, QUERY_ID, SYMBOL, find_route, methods_of
from lambdas.shared.errors import DependencyError, RequestError
from lambdas.shared.log import write_log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lambdas.api_handler.services import Services


def answer(event: Mapping[str, Any], services: Services, clock: Callable[[], datetime]) -> dict[str, Any]:
    """Answer an HTTP API event: 200, 304, a 4xx for what the client got wrong, 503 for what a service did.

    Anything else that goes wrong is a defect and is raised, so that it counts as an error of the function.
    """
    request = decode_request(event)
    if request.method == "OPTIONS":
        return options(methods_of(request.segments))
    try:
        return _answer(request, services, clock())
    except RequestError as error:
        return refusal(error)
    except (DependencyError, ClientError, BotoCoreError) as error:
        write_log(_failure_line(request, error))
        return unavailable()


def _answer(request: Request, services: Services, now: datetime) -> dict[str, Any]:
    route, place = find_route(request.method, request.segments)
    if route.is_private:
        services.require_access().require(request.authorization)  # before anything that could tell something
    given = read_parameters(route.parameters, request.query)
    call = Call(
        services=services,
        now=now,
        numbers=given.numbers,
        symbol=require_symbol(place) if route.place == SYMBOL else "",
        query_id=require_query_id(place) if route.place == QUERY_ID else "",
        event_id=require_event_id(place) if route.place == EVENT_ID else "",
        body=request.body,
        feed=given.feed,
    )
    payload = route.answer(call)
    return private(route.status, payload) if route.is_private else success(payload, request.if_none_match)


def _failure_line(request: Request, error: Exception) -> dict[str, Any]:
    return {
        "level": "ERROR",
        "message": "a dependency failed",
        "error": type(error).__name__,
        "reason": str(error),
        "path": "/" + "/".join(request.segments),
        "request_id": request.request_id,
    }
