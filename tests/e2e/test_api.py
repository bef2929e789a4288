"""The HTTP API as a client meets it: through the gateway, held against its own description."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import requests
from jsonschema import Draft202012Validator

from tests.e2e.sandbox import PROJECT, Sandbox
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

OPENAPI = PROJECT / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(OPENAPI.read_text(encoding="utf-8"))
FOREIGN = "http://elsewhere.example"
SCHEMATHESIS_SECONDS = 300


@dataclass(frozen=True)
class Api:
    """The API of a sandbox, and the origins whose pages may call it."""

    url: str
    origins: tuple[str, ...]

    def ask(self, path: str, method: str = "GET", **headers: str) -> requests.Response:
        """One request; underscores in the names of headers stand for hyphens."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return requests.request(method, self.url + path, headers=named, timeout=30)


@pytest.fixture(scope="module")
def api(sandbox: Sandbox) -> Api:
    """The sandbox's API, with a crash to tell of."""
    sandbox.run("replay", "flash-crash")
    endpoint, api_id = f"http://127.0.0.1:{sandbox.port}", sandbox.stack.api_id
    found = sandbox.emulator.client("apigatewayv2").get_api(ApiId=api_id)
    return Api(f"{endpoint}/_aws/execute-api/{api_id}", tuple(found["CorsConfiguration"]["AllowOrigins"]))


def assert_described(response: requests.Response, route: str) -> None:
    """The status, the headers and the body are those of the document."""
    described = DOCUMENT["paths"][route]["get"]["responses"][str(response.status_code)]
    schema = described["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(response.json())
    assert response.headers["content-type"] == "application/json"
    for name, header in described["headers"].items():
        Draft202012Validator(header["schema"]).validate(response.headers[name])


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/prices", "/prices", 200),
        ("/prices/AAPL?hours=168&limit=500", "/prices/{symbol}", 200),
        ("/candles/MSFT", "/candles/{symbol}", 200),
        ("/anomalies", "/anomalies", 200),
        ("/stats", "/stats", 200),
        ("/prices/AAPL?limit=0", "/prices/{symbol}", 400),
        ("/stats?limit=1", "/stats", 400),
        ("/candles/NOSUCH", "/candles/{symbol}", 404),
    ],
)
def test_answers_are_as_described(api: Api, path: str, route: str, status: int) -> None:
    response = api.ask(path)
    assert response.status_code == status
    assert_described(response, route)


def test_the_crash_is_told(api: Api) -> None:
    assert api.ask("/anomalies").json()["count"] > 0
    assert eventually(lambda: api.ask("/candles/AAPL").json()["count"] > 0, "the live market's first minute")


def test_the_latest_price_is_the_newest_of_the_history(api: Api, sandbox: Sandbox) -> None:
    def agree() -> bool:
        """Quotes go on coming: two requests may see two moments."""
        latest = api.ask("/prices").json()["prices"]
        newest = {symbol: api.ask(f"/prices/{symbol}?limit=1").json()["prices"][0] for symbol in latest}
        return set(latest) >= set(sandbox.stack.symbols) and all(
            price.items() <= newest[symbol].items() for symbol, price in latest.items()
        )

    assert eventually(agree, "/prices and /prices/{symbol} naming the same quotes")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "unknown_route"),
        ("GET", "/", 404, "unknown_route"),
        ("GET", "/prices/AAPL/x", 404, "unknown_route"),
        ("POST", "/nothing", 404, "unknown_route"),
        ("POST", "/prices", 405, "method_not_allowed"),
        ("DELETE", "/candles/AAPL", 405, "method_not_allowed"),
    ],
)
def test_what_there_is_not_is_refused_in_our_own_words(
    api: Api, method: str, path: str, status: int, code: str
) -> None:
    response = api.ask(path, method)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"error", "code"}
    assert response.headers["cache-control"] == "no-store"
    assert response.headers.get("allow") == ("GET, OPTIONS" if status == 405 else None)


def test_a_reload_of_what_has_not_changed_is_304(api: Api) -> None:
    path = "/query/ready-made"  # quotes go on coming, and would change what the tables hold in between
    first = api.ask(path)
    again = api.ask(path, if_none_match=f'"other", W/{first.headers["etag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    other = api.ask(path, if_none_match='"other"')
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("path", ["/stats", "/candles/NOSUCH", "/nothing"])
def test_pages_of_configured_origins_may_read_answers_and_refusals(api: Api, path: str) -> None:
    for origin in api.origins:
        headers = api.ask(path, origin=origin).headers
        assert headers["access-control-allow-origin"] == origin
        assert "etag" in headers["access-control-expose-headers"].lower()


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1.elsewhere.example"])
def test_pages_of_other_origins_may_not(api: Api, origin: str) -> None:
    assert "*" not in api.origins
    response = api.ask("/stats", origin=origin)
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]


def test_a_preflight_lets_in_configured_origins_only(api: Api) -> None:
    asked = {"access_control_request_method": "GET", "access_control_request_headers": "if-none-match"}
    for path in ("/prices", "/nothing", "/query"):
        allowed = api.ask(path, "OPTIONS", origin=api.origins[0], **asked)
        assert allowed.ok
        assert allowed.headers["access-control-allow-origin"] == api.origins[0]
        methods = allowed.headers["access-control-allow-methods"].replace(" ", "").split(",")
        assert set(methods) == {"GET", "POST", "DELETE"}
        for header in ("if-none-match", "authorization", "content-type"):
            assert header in allowed.headers["access-control-allow-headers"]
        refused = api.ask(path, "OPTIONS", origin=FOREIGN, **asked)
        assert "access-control-allow-origin" not in refused.headers


# SQL is a text to the document: what it may hold besides is the query's own matter, and answered 400. The id is that
# of a query that there is, or nothing but 404 would be seen.
SCHEMATHESIS = """
[[operations]]
include-operation-id = "start_query"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400"]

[parameters]
"path.id" = "{query_id}"
"""


def test_schemathesis_finds_nothing(api: Api, sandbox: Sandbox, tmp_path: Path) -> None:
    """Every check that it has, on requests that keep to the document and on such that do not."""
    token = sandbox.run("status", "--show-token").stdout.strip()
    bearer = {"authorization": f"Bearer {token}"}
    started = requests.post(f"{api.url}/query", json={"sql": "SELECT 1 AS one"}, headers=bearer, timeout=30)
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS.format(query_id=started.json()["id"]))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", str(OPENAPI), "--url", api.url),
            *("--checks", "all", "--mode", "all", "--phases", "examples,coverage,fuzzing"),
            *("--header", f"Authorization: {bearer['authorization']}"),
            *("--max-examples", "10", "--generation-deterministic", "--workers", "1", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SCHEMATHESIS_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Missing test data" not in done.stdout, "it met 404 only: docs/openapi.json lacks an example that exists"
