"""Which route a request takes."""

from __future__ import annotations

import pytest

from finpulse_cli.standins.api_gateway.routes import Match, RouteTable
from tests.unit.standins.api_gateway.apis import KEYS

# The example of AWS's guide, "Routing API requests".
GUIDE = ("GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default")


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1"),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}"),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}"),
        ("POST", "/test/5", "ANY /{proxy+}"),
        ("GET", "/", "$default"),
    ],
)
@pytest.mark.parametrize("keys", [GUIDE, GUIDE[::-1]])
def test_the_most_specific_route_wins_in_whatever_order_they_come(
    method: str, path: str, key: str, keys: tuple[str, ...]
) -> None:
    found = RouteTable.of(keys).select(method, path)

    assert found is not None
    assert found.route_key == key


@pytest.mark.parametrize(
    ("method", "path", "match"),
    [
        ("GET", "/prices", Match("GET /prices")),
        ("GET", "//prices", Match("GET /prices")),  # AWS takes slashes in front for one
        ("GET", "/prices/AAPL", Match("GET /prices/{symbol}", {"symbol": "AAPL"})),
        ("GET", "/prices/BRK%2EB%20%C3%BC", Match("GET /prices/{symbol}", {"symbol": "BRK.B ü"})),
        ("GET", "/prices/a%2Fb", Match("GET /prices/{symbol}", {"symbol": "a/b"})),
        ("GET", "/prices/", Match("$default")),
        ("GET", "/prices/AAPL/x", Match("$default")),
        ("POST", "/prices", Match("$default")),
        ("OPTIONS", "/prices", Match("$default")),
        ("GET", "/query/ready-made", Match("GET /query/ready-made")),
        ("GET", "/query/1", Match("GET /query/{id}", {"id": "1"})),
        ("get", "/prices", Match("$default")),  # methods are told by case
    ],
)
def test_the_stacks_own_routes(method: str, path: str, match: Match) -> None:
    assert RouteTable.of(KEYS).select(method, path) == match


def test_a_greedy_variable_takes_the_rest() -> None:
    table = RouteTable.of(["ANY /files/{proxy+}"])

    assert table.select("PUT", "/files/a/b%20c") == Match("ANY /files/{proxy+}", {"proxy": "a/b c"})
    assert table.select("PUT", "/files") is None
    assert table.select("PUT", "/files/") is None


def test_a_full_match_comes_before_a_greedy_one_that_says_more() -> None:
    table = RouteTable.of(["GET /pets/{proxy+}", "GET /{kind}/{id}"])

    assert table.select("GET", "/pets/1") == Match("GET /{kind}/{id}", {"kind": "pets", "id": "1"})
    assert table.select("GET", "/pets/1/2") == Match("GET /pets/{proxy+}", {"proxy": "1/2"})


def test_a_named_method_comes_before_any() -> None:
    table = RouteTable.of(["ANY /items", "GET /items"])

    assert table.select("GET", "/items") == Match("GET /items")
    assert table.select("POST", "/items") == Match("ANY /items")


def test_without_a_default_nothing_else_is_found() -> None:
    table = RouteTable.of([key for key in KEYS if key != "$default"])

    assert table.select("GET", "/nothing") is None
