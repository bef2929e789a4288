"""The table of routes, and finding one in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.api_handler.parameters import ANY_FEED, DAYS, FEED, HOURS, Parameter, limit_of
from lambdas.api_handler.routes.acknowledgement import acknowledge_anomaly
from lambdas.api_handler.routes.anomalies import get_anomalies
from lambdas.api_handler.routes.candles import get_candles
from lambdas.api_handler.routes.feeds import get_feeds
from lambdas.api_handler.routes.prices import get_price_history, get_prices
from lambdas.api_handler.routes.query import cancel_query, get_query, start_query
from lambdas.api_handler.routes.ready_made import get_ready_made
from lambdas.api_handler.routes.stats import get_stats
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lambdas.api_handler.call import Call

GET = "GET"
OPTIONS = "OPTIONS"  # of every path: a browser asks before it sends
SYMBOL = "{symbol}"
QUERY_ID = "{id}"
EVENT_ID = "{event_id}"
PLACES = (SYMBOL, QUERY_ID, EVENT_ID)


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path: the parameters it takes, the function that answers, and the status of its answer.

    `is_private` when it takes the token, and its answers are nobody else's.
    """

    path: str
    answer: Callable[[Call], Mapping[str, object]]
    parameters: tuple[Parameter, ...] = ()
    method: str = GET
    status: int = 200
    is_private: bool = False

    @property
    def place(self) -> str:
        """The part of the path that a client fills in, "" without one."""
        return next((part for part in self.path.split("/") if part in PLACES), "")

    def filled_in(self, segments: Sequence[str]) -> str | None:
        """Return what stands in the path's place, "" if it has none; None if the path is not this route's."""
        own = self.path.removeprefix("/").split("/")
        pairs = list(zip(own, segments, strict=False))
        if len(own) != len(segments) or not all(given and part in (given, *PLACES) for part, given in pairs):
            return None
        return next((given for part, given in pairs if part in PLACES), "")


ROUTES = (
    Route("/prices", get_prices, (FEED,)),
    Route(f"/prices/{SYMBOL}", get_price_history, (FEED, HOURS, limit_of(100))),
    Route("/anomalies", get_anomalies, (ANY_FEED, limit_of(50))),
    Route(f"/anomalies/{EVENT_ID}/acknowledgement", acknowledge_anomaly, method="POST", is_private=True),
    Route(f"/candles/{SYMBOL}", get_candles, (FEED, HOURS, limit_of(100))),
    Route("/stats", get_stats, (FEED,)),
    Route("/feeds", get_feeds),
    Route("/query/ready-made", get_ready_made, (DAYS,)),
    Route("/query", start_query, method="POST", status=202, is_private=True),
    Route(f"/query/{QUERY_ID}", get_query, (limit_of(100),), is_private=True),
    Route(f"/query/{QUERY_ID}", cancel_query, method="DELETE", is_private=True),
)


def find_route(method: str, segments: Sequence[str]) -> tuple[Route, str]:
    """Return the route of a path and the text in its place, "" if there is none.

    Raises `RequestError`: 404 for an unknown path, 405 for a known one with a method that it does not have.
    """
    found = _routes_of(segments)
    if not found:
        paths = ", ".join(dict.fromkeys(route.path for route in ROUTES))
        raise RequestError(404, "unknown_route", f"no such path; there are {paths}")
    for route in found:
        if route.method == method:
            return route, route.filled_in(segments) or ""
    methods = " and ".join(route.method for route in found)
    # RFC 9110, 15.5.6: an answer 405 names the methods that would do
    allow = {"allow": ", ".join(methods_of(segments))}
    raise RequestError(405, "method_not_allowed", f"{found[0].path} answers {methods} only", allow)


def methods_of(segments: Sequence[str]) -> list[str]:
    """Return the methods that a path has; those of most paths for one that does not exist."""
    return [*([route.method for route in _routes_of(segments)] or [GET]), OPTIONS]


def _routes_of(segments: Sequence[str]) -> list[Route]:
    """Return the routes of the first path in the table that fits."""
    path = next((route.path for route in ROUTES if route.filled_in(segments) is not None), None)
    return [route for route in ROUTES if route.path == path]
