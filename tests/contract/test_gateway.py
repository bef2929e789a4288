"""The gateway before the real api_handler: it answers as the emulator's own HTTP API before the same function."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from finpulse_cli.core.paths import Project
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.packaging import contents, zip_bytes
from finpulse_cli.standins.api_gateway.cors import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    EXPOSE_HEADERS,
    MAX_AGE_SECONDS,
    CorsPolicy,
)
from finpulse_cli.standins.api_gateway.gateway import Api, Gateway
from finpulse_cli.standins.api_gateway.gateway_server import GatewayServer
from finpulse_cli.standins.api_gateway.identifiers import Identifiers
from finpulse_cli.standins.api_gateway.invoke import CONNECTIONS, TIMEOUT_SECONDS, lambda_invoke
from finpulse_cli.standins.api_gateway.routes import RouteTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.contract.tables import Tables
    from tests.emulator import Emulator

FUNCTION = "gateway-api-handler"
ORIGIN = "http://127.0.0.1:4568"
ROUTES = (
    "GET /prices",
    "GET /prices/{symbol}",
    "GET /candles/{symbol}",
    "GET /stats",
    "GET /query/ready-made",
    "$default",
)
COMPARED = (
    "content-type",
    "etag",
    "cache-control",
    "allow",
    "access-control-allow-origin",
    "access-control-expose-headers",
)


@dataclass(frozen=True)
class Doors:
    """Two ways to the same function."""

    emulator: str
    gateway: str


@pytest.fixture(scope="module")
def doors(emulator: Emulator, tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The deployed function, behind the emulator's HTTP API and behind the gateway."""
    arn = _deployed(emulator, tables, tmp_path_factory.mktemp("zips"))
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))
    invoke = lambda_invoke(clients.functions_once(TIMEOUT_SECONDS, CONNECTIONS))
    api = Api(RouteTable.of(ROUTES), CorsPolicy((ORIGIN,)), FUNCTION, "000000000000", "gateway", invoke)
    identifiers = Identifiers(secrets.token_bytes, time.time)
    server = GatewayServer(0, Gateway(lambda: api, lambda: datetime.now(UTC), identifiers, lambda _line: None))
    with server:
        yield Doors(_http_api(emulator, arn), f"http://127.0.0.1:{server.server_port}")


def _deployed(emulator: Emulator, tables: Tables, folder: Path) -> str:
    """The function with its tables and a role that may use them; its ARN."""
    iam, functions = emulator.client("iam"), emulator.client("lambda")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=FUNCTION, AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))["Role"]
    allowed = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
    iam.put_role_policy(RoleName=FUNCTION, PolicyName="tables", PolicyDocument=json.dumps({"Statement": [allowed]}))
    code = zip_bytes(contents(Project.find(folder).lambdas_dir, "api_handler"))
    created = functions.create_function(
        FunctionName=FUNCTION,
        Runtime="python3.13",
        Role=role["Arn"],
        Handler="lambdas.api_handler.handler.handler",
        Code={"ZipFile": code},
        Timeout=25,
        Environment={"Variables": _environment(tables)},
    )
    return str(created["FunctionArn"])


def _environment(tables: Tables) -> Mapping[str, str]:
    return {
        "LIVE_PRICES_TABLE": tables.create("live-prices"),
        "LATEST_PRICES_TABLE": tables.create("latest-prices"),
        "PRICE_CANDLES_TABLE": tables.create("price-candles"),
        "ANOMALIES_TABLE": tables.create("anomalies"),
        "COUNTERS_TABLE": tables.create("counters"),
        "SYMBOLS": "AAPL,MSFT",
        "INGEST_INTERVAL_SECONDS": "60",
        "EXCHANGE_HOURS": "nyse",
        "GLUE_DATABASE": "finpulse",
        "GLUE_TABLE": "raw_events",
    }


def _http_api(emulator: Emulator, function: str) -> str:
    """The emulator's HTTP API before a function, as terraform/api.tf makes it; its URL."""
    client = emulator.client("apigatewayv2")
    cors = {
        "AllowOrigins": [ORIGIN],
        "AllowMethods": list(ALLOW_METHODS),
        "AllowHeaders": list(ALLOW_HEADERS),
        "ExposeHeaders": list(EXPOSE_HEADERS),
        "MaxAge": MAX_AGE_SECONDS,
    }
    api = client.create_api(Name=FUNCTION, ProtocolType="HTTP", CorsConfiguration=cors)["ApiId"]
    integration = client.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    for key in ROUTES:
        client.create_route(ApiId=api, RouteKey=key, Target=f"integrations/{integration}")
    client.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    return f"{emulator.endpoint}/_aws/execute-api/{api}"


def asked(door: str, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """What a client is told, less what tells the two apart."""
    response = requests.request(method, door + path, headers=dict(headers), timeout=30)
    named = {name: response.headers.get(name) for name in COMPARED}
    return {"status": response.status_code, "body": response.text, **named}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/prices"),
        ("GET", "/prices/AAPL?hours=24&limit=3"),
        ("GET", "/prices/AAPL?limit=0"),
        ("GET", "/prices/AAPL?limit=1&limit=2"),
        ("GET", "/prices/%41APL"),
        ("GET", "/prices/AAPL%20"),
        ("GET", "/candles/NOSUCH"),
        ("GET", "/query/ready-made"),
        ("GET", "/nothing"),
        ("GET", "/"),
        ("POST", "/prices"),
        ("DELETE", "/stats"),
        ("PATCH", "/nothing/at/all"),
    ],
)
@pytest.mark.parametrize("origin", [ORIGIN, "http://elsewhere.example"])
def test_both_answer_alike(doors: Doors, method: str, path: str, origin: str) -> None:
    headers = {"Origin": origin, "If-None-Match": '"other"'}

    answer = asked(doors.gateway, method, path, headers)

    assert answer == asked(doors.emulator, method, path, headers)
    assert answer["status"] < 500


def test_what_has_not_changed_is_304(doors: Doors) -> None:
    etag = asked(doors.gateway, "GET", "/query/ready-made", {})["etag"]

    again = asked(doors.gateway, "GET", "/query/ready-made", {"If-None-Match": etag})

    assert (again["status"], again["body"], again["etag"]) == (304, "", etag)


def test_a_preflight_passes_through_the_function(doors: Doors) -> None:
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}

    response = requests.options(f"{doors.gateway}/prices", headers=headers, timeout=30)

    assert (response.status_code, response.headers["allow"]) == (204, "GET, OPTIONS")  # the function's own words
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert response.headers["access-control-allow-methods"] == "GET,POST,DELETE"
