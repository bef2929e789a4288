"""The table of routes, and finding one in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.api_handler.parameters import HOURS, WholeNumber, limit_of
from lambdas.api_handler.routes.anomalies import get_anomalies
from lambdas.api_handler.routes.candles import get_candles
from lambdas.api_handler.routes.prices import get_price_history, get_prices
from lambdas.api_handler.routes.stats import get_stats
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lambdas.api_handler.call import Call

METHOD = "GET"  # of every route: the API only reads
METHODS = (METHOD, "OPTIONS")  # what an `allow` header names
SYMBOL = "{symbol}"


@dataclass(frozen=True, slots=True)
class Route:
    """One path of the API: the parameters it takes and the function that answers."""

    path: str
    answer: Callable[[Call], Mapping[str, object]]
    parameters: tuple[WholeNumber, ...] = ()

    def symbol_in(self, segments: Sequence[str]) -> str | None:
        """The symbol a path names, "" if the route has none; None if the path is not this route's."""
        own = self.path.removeprefix("/").split("/")
        pairs = list(zip(own, segments, strict=False))
        if len(own) != len(segments) or not all(given and part in (given, SYMBOL) for part, given in pairs):
            return None
        return next((given for part, given in pairs if part == SYMBOL), "")


ROUTES = (
    Route("/prices", get_prices),
    Route(f"/prices/{SYMBOL}", get_price_history, (HOURS, limit_of(100))),
    Route("/anomalies", get_anomalies, (limit_of(50),)),
    Route(f"/candles/{SYMBOL}", get_candles, (HOURS, limit_of(100))),
    Route("/stats", get_stats),
)


def find_route(method: str, segments: Sequence[str]) -> tuple[Route, str]:
    """The route of a path and the text in the symbol's place, "" if there is none.

    Raises `RequestError`: 404 for an unknown path, 405 for a known one with another method than GET.
    """
    for route in ROUTES:
        symbol = route.symbol_in(segments)
        if symbol is None:
            continue
        if method != METHOD:
            raise RequestError(405, "method_not_allowed", f"{route.path} answers {METHOD} only")
        return route, symbol
    raise RequestError(404, "unknown_route", f"no such path; there are {', '.join(route.path for route in ROUTES)}")
