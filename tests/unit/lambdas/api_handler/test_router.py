from __future__ import annotations

import pytest

from lambdas.api_handler.parameters import FeedName, Parameter
from lambdas.api_handler.router import ROUTES, find_route, methods_of
from lambdas.shared.errors import RequestError


@pytest.mark.parametrize(
    ("segments", "path", "symbol"),
    [
        (("prices",), "/prices", ""),
        (("prices", "AAPL"), "/prices/{symbol}", "AAPL"),
        (("candles", "AAPL"), "/candles/{symbol}", "AAPL"),
        (("anomalies",), "/anomalies", ""),
        (("stats",), "/stats", ""),
        (("feeds",), "/feeds", ""),
        (("prices", "{symbol}"), "/prices/{symbol}", "{symbol}"),
        (("query", "ready-made"), "/query/ready-made", ""),
        (("query", "0-1"), "/query/{id}", "0-1"),
    ],
)
def test_each_path_has_its_route(segments: tuple[str, ...], path: str, symbol: str) -> None:
    route, found = find_route("GET", segments)
    assert (route.path, found) == (path, symbol)


@pytest.mark.parametrize(
    "segments",
    [("",), ("prices", ""), ("prices", "AAPL", "x"), ("candles",), ("Prices",), ("", "prices"), ("anomalies", "AAPL")],
)
def test_other_paths_are_unknown_whatever_the_method(segments: tuple[str, ...]) -> None:
    for method in ("GET", "POST"):
        with pytest.raises(RequestError) as caught:
            find_route(method, segments)
        assert (caught.value.status, caught.value.code) == (404, "unknown_route")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", ""])
def test_a_known_path_takes_get_only(method: str) -> None:
    with pytest.raises(RequestError, match=r"/prices/\{symbol\} answers GET only") as caught:
        find_route(method, ("prices", "AAPL"))
    assert (caught.value.status, caught.value.code) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("method", "segments", "allow"),
    [
        ("GET", ("query",), "POST, OPTIONS"),
        ("POST", ("query", "x"), "GET, DELETE, OPTIONS"),
        ("DELETE", ("query", "ready-made"), "GET, OPTIONS"),
    ],
)
def test_another_method_is_told_those_of_the_path(method: str, segments: tuple[str, ...], allow: str) -> None:
    with pytest.raises(RequestError) as caught:
        find_route(method, segments)
    assert (caught.value.status, caught.value.headers) == (405, {"allow": allow})
    assert ", ".join(methods_of(segments)) == allow


def test_what_costs_money_or_changes_something_takes_the_token() -> None:
    assert {(route.method, route.path) for route in ROUTES if route.is_private} == {
        ("POST", "/query"),
        ("GET", "/query/{id}"),
        ("DELETE", "/query/{id}"),
        ("POST", "/anomalies/{event_id}/acknowledgement"),
    }


def limits(parameter: Parameter) -> object:
    """What a parameter may be."""
    if isinstance(parameter, FeedName):
        return parameter.default
    return (parameter.minimum, parameter.maximum, parameter.default)


def test_ranges_and_defaults_are_the_designs() -> None:
    declared = {
        route.path: {parameter.name: limits(parameter) for parameter in route.parameters}
        for route in ROUTES
        if route.method == "GET"
    }
    assert declared == {
        "/prices": {"feed": "live"},
        "/prices/{symbol}": {"feed": "live", "hours": (1, 168, 24), "limit": (1, 500, 100)},
        "/anomalies": {"feed": None, "limit": (1, 500, 50)},
        "/candles/{symbol}": {"feed": "live", "hours": (1, 168, 24), "limit": (1, 500, 100)},
        "/stats": {"feed": "live"},
        "/feeds": {},
        "/query/ready-made": {"days": (1, 31, 7)},
        "/query/{id}": {"limit": (1, 500, 100)},
    }
