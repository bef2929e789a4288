"""The API of the stack that is up now."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.standins.api_gateway.cors import CorsPolicy
from finpulse_cli.standins.api_gateway.gateway import Api
from finpulse_cli.standins.api_gateway.invoke import CONNECTIONS, TIMEOUT_SECONDS, Invoke, lambda_invoke
from finpulse_cli.standins.api_gateway.routes import RouteTable
from finpulse_cli.targets.resolve import resolve_target

_FUNCTION = "api_handler"
_OWN_ID = "gateway"  # where the stack has no HTTP API, and so no id for one


def current_api(context: Context) -> Callable[[], Api]:
    """Return the API of a target: of whatever stack is there when it is asked for, also after another `up`."""

    def api() -> Api:
        place = resolve_target(context).place
        return api_of(place.outputs(), _invoke(place.access))

    return api


def api_of(outputs: StackOutputs, invoke: Invoke) -> Api:
    """Return the API of a stack. Raises FailedError for a stack without the function."""
    if _FUNCTION not in outputs.functions:
        raise FailedError(f"the stack has no function {_FUNCTION}", to_run("up"))
    return Api(
        routes=_routes(tuple(outputs.api_routes)),
        cors=CorsPolicy(tuple(outputs.cors_origins)),
        function=outputs.functions[_FUNCTION],
        account=outputs.account,
        api_id=outputs.api_id or _OWN_ID,
        invoke=invoke,
    )


@lru_cache(maxsize=4)
def _routes(keys: tuple[str, ...]) -> RouteTable:
    return RouteTable.of(keys)


@lru_cache(maxsize=4)
def _invoke(access: Access) -> Invoke:
    """Make one client for each place that a target has been at: building one takes longer than invoking with it."""
    return lambda_invoke(Clients.of(access).functions_once(TIMEOUT_SECONDS, CONNECTIONS))
