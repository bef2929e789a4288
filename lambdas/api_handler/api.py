"""One request to one response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.api_handler.call import Call
from lambdas.api_handler.parameters import read_numbers, require_symbol
from lambdas.api_handler.request import Request, decode_request
from lambdas.api_handler.response import options, refusal, success, unavailable
from lambdas.api_handler.router import find_route
from lambdas.shared.errors import DependencyError, RequestError
from lambdas.shared.log import write_log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lambdas.api_handler.services import Services


def answer(event: Mapping[str, Any], services: Services, clock: Callable[[], datetime]) -> dict[str, Any]:
    """Answers an HTTP API event: 200, 304, a 4xx for what the client got wrong, 503 for what a service did.

    Anything else that goes wrong is a defect and is raised, so that it counts as an error of the function.
    """
    request = decode_request(event)
    if request.method == "OPTIONS":
        return options()
    try:
        return success(_payload(request, services, clock()), request.if_none_match)
    except RequestError as error:
        return refusal(error)
    except (DependencyError, ClientError, BotoCoreError) as error:
        write_log(_failure_line(request, error))
        return unavailable()


def _payload(request: Request, services: Services, now: datetime) -> Mapping[str, object]:
    route, symbol = find_route(request.method, request.segments)
    if symbol:
        require_symbol(symbol)
    numbers = read_numbers(route.parameters, request.query)
    return route.answer(Call(services=services, now=now, symbol=symbol, numbers=numbers))


def _failure_line(request: Request, error: Exception) -> dict[str, Any]:
    return {
        "level": "ERROR",
        "message": "a dependency failed",
        "error": type(error).__name__,
        "reason": str(error),
        "path": "/" + "/".join(request.segments),
        "request_id": request.request_id,
    }
