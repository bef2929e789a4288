"""docs/openapi.json is what the code says, and says it well."""

from __future__ import annotations

import json
from decimal import Decimal  # noqa: TC003 - read from annotations
from typing import Any, Literal, TypedDict

import pytest
from jsonschema import Draft202012Validator

from lambdas.api_handler.router import ROUTES
from lambdas.shared.domain.stored import StoredFeed
from lambdas.shared.query.execution import QueryRows, QueryState, ResultColumn
from scripts.openapi import TARGET, document, text
from scripts.openapi_schemas import object_schema, schema
from tests.doubles.api_services import ANOMALY, CANDLE, PRICE, REPLAY, ApiReply, ApiServices
from tests.doubles.memory_athena import ID, MemoryAthena
from tests.doubles.memory_athena import status as query_status

DOCUMENT = document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
FEEDS = [
    StoredFeed("live", ("AAPL",), PRICE.ingested_at, PRICE.timestamp, 7),
    StoredFeed(REPLAY, ("^GSPC",), PRICE.ingested_at, PRICE.timestamp, 240),
]
FULL = ApiServices(prices=[PRICE], candles=[CANDLE], anomalies=[ANOMALY], feeds=FEEDS)
ANSWERS = [
    (ApiServices(), "/prices", "/prices"),
    (FULL, "/prices", "/prices"),
    (FULL, "/prices/AAPL", "/prices/{symbol}"),
    (FULL, "/prices/NOPE", "/prices/{symbol}"),
    (FULL, "/candles/AAPL", "/candles/{symbol}"),
    (FULL, "/candles/aapl", "/candles/{symbol}"),
    (FULL, "/anomalies", "/anomalies"),
    (ApiServices(), "/feeds", "/feeds"),
    (FULL, "/feeds", "/feeds"),
    (ApiServices(), "/stats", "/stats"),
    (FULL, "/stats", "/stats"),
    (FULL, "/query/ready-made", "/query/ready-made"),
]


def validator(shape: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**shape, "components": DOCUMENT["components"]})


def test_the_committed_document_is_the_generated_one() -> None:
    assert TARGET.read_text(encoding="utf-8") == text(), "run `make openapi`"


def test_every_schema_is_one() -> None:
    for shape in SCHEMAS.values():
        Draft202012Validator.check_schema(shape)


def test_every_component_and_operation_says_what_it_is() -> None:
    assert [name for name, shape in SCHEMAS.items() if not shape["description"]] == []
    operations = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]
    assert len(operations) == len(ROUTES)
    assert all(operation["summary"] and operation["operationId"] for operation in operations)


def test_the_names_are_those_that_the_frontend_uses() -> None:
    assert set(SCHEMAS) == {
        *("LatestPrice", "Price", "Candle", "Anomaly", "Prices", "PriceHistory", "Candles", "Anomalies", "Stats"),
        *("Error", "GatewayError"),
        *("QueryRequest", "QueryStarted", "Query", "QueryColumn", "ReadyMadeQuery", "ReadyMadeQueries"),
        *("PushSubscribe", "PushPing", "PushSubscribed", "PushPong", "PushProblem", "PushUpdate"),
        *("Feed", "Feeds", "PushFeed", "Requests"),
        *("Acknowledgement", "AcknowledgementRequest"),
    }


@pytest.mark.parametrize(
    ("api", "path", "route"), ANSWERS, ids=[f"{path}-{place}" for place, (_, path, _) in enumerate(ANSWERS)]
)
def test_what_the_handler_answers_is_what_the_document_says(api: ApiServices, path: str, route: str) -> None:
    reply = api.get(path)
    response = DOCUMENT["paths"][route]["get"]["responses"][str(reply.status)]
    validator(response["content"]["application/json"]["schema"]).validate(json.loads(reply.raw["body"]))
    for name, header in response["headers"].items():
        validator(header["schema"]).validate(reply.headers[name.lower()])


@pytest.mark.parametrize(
    ("method", "path", "route", "body", "status"),
    [
        ("POST", "/query", "/query", '{"sql": "SELECT 1"}', 202),
        ("POST", "/query", "/query", '{"sql": "DROP"}', 400),
        ("POST", "/query", "/query", " " * 70_000, 413),
        ("GET", f"/query/{ID}", "/query/{id}", None, 200),
        ("DELETE", f"/query/{ID}", "/query/{id}", None, 200),
        ("GET", "/query/other", "/query/{id}", None, 404),
    ],
)
def test_routes_with_a_token_are_described_too(
    method: str, path: str, route: str, body: str | None, status: int
) -> None:
    rows = QueryRows((ResultColumn("n", "bigint"),), (("7",), (None,)), cut=False)
    api = ApiServices(athena=MemoryAthena({ID: query_status(QueryState.SUCCEEDED)}, rows))
    operation = DOCUMENT["paths"][route][method.lower()]
    assert operation["security"] == [{"token": []}]
    assert_described(api.query(method, path, body), operation, status)
    assert_described(api.get(path, method=method, body=body), operation, 401)


def assert_described(reply: ApiReply, operation: dict[str, Any], status: int) -> None:
    assert reply.status == status
    response = operation["responses"][str(status)]
    validator(response["content"]["application/json"]["schema"]).validate(json.loads(reply.raw["body"]))
    for name, header in response["headers"].items():
        validator(header["schema"]).validate(reply.headers[name.lower()])


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("symbol", "aapl"),
        ("symbol", "AAPL!"),
        ("timestamp", "2026-11-20T15:00:00Z"),
        ("timestamp", "12026-11-20T15:00:00.000Z"),
        ("event_id", "A" * 32),
        ("event_id", "a" * 33),
        ("source", "replay:calm"),
        ("feed", "calm"),
        ("feed", "LIVE"),
        ("price", "232.15"),
        ("volume_kind", "day"),
        ("price", None),
        ("more", 1),
    ],
)
def test_the_schemas_are_as_strict_as_the_code(member: str, value: object) -> None:
    price = json.loads(FULL.get("/prices/AAPL").raw["body"])["prices"][0]
    check = validator(SCHEMAS["Price"])
    assert check.is_valid(price)
    assert check.is_valid({**price, "change_percent": None})
    assert not check.is_valid({**price, member: value})
    assert not check.is_valid({name: price[name] for name in price if name != "volume"})


class Inner(TypedDict):
    """An inner one,
    on two lines."""

    number: Decimal | None


def test_types_become_schemas() -> None:
    assert schema(list[Inner]) == {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}}
    assert schema(dict[str, bool]) == {"type": "object", "additionalProperties": {"type": "boolean"}}
    assert schema(Literal["a", "b"] | None) == {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]}
    assert object_schema(Inner, {}) == {
        "type": "object",
        "description": "An inner one, on two lines.",
        "properties": {"number": {"type": ["number", "null"]}},
        "required": ["number"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize("strange", [float, set[str], bytes])
def test_a_type_that_json_does_not_have_exactly_is_refused(strange: object) -> None:
    with pytest.raises(TypeError, match="no JSON Schema"):
        schema(strange)
