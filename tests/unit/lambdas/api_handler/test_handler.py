from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.api_handler import wiring
from lambdas.api_handler.handler import handler
from lambdas.shared.adapters import clients
from lambdas.shared.errors import SettingsError
from lambdas.shared.query.validate import Lake
from tests.doubles.api_services import http_event

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "LIVE_PRICES_TABLE": "live",
    "LATEST_PRICES_TABLE": "latest",
    "PRICE_CANDLES_TABLE": "candles",
    "ANOMALIES_TABLE": "anomalies",
    "COUNTERS_TABLE": "counters",
    "SYMBOLS": "AAPL,MSFT",
    "INGEST_INTERVAL_SECONDS": "60",
    "EXCHANGE_HOURS": "nyse",
    "QUERY_TOKEN_PARAMETER": "/finpulse/query-token",
    "QUERY_ROLE_ARN": "arn:aws:iam::000000000000:role/finpulse-query",
    "ATHENA_WORKGROUP": "finpulse",
    "GLUE_DATABASE": "finpulse",
    "GLUE_TABLE": "raw_events",
    "QUERY_TIME_LIMIT_SECONDS": "30",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}


@pytest.fixture(autouse=True)
def _new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for cached in (wiring.services, clients._client):
        cached.cache_clear()
    yield
    for cached in (wiring.services, clients._client):
        cached.cache_clear()


def test_the_entry_point_answers_an_event() -> None:
    response = handler(http_event("/prices/aapl"), None)
    assert response["statusCode"] == 400
    assert json.loads(response["body"])["code"] == "invalid_symbol"


def test_services_come_from_the_environment_and_are_built_once() -> None:
    services = wiring.services()
    assert (services.symbols, services.ingest_interval) == (("AAPL", "MSFT"), timedelta(seconds=60))
    assert wiring.services() is services
    assert services.lake == Lake("finpulse", frozenset({"raw_events"}))
    sql = services.require_sql()
    assert sql.time_limit == timedelta(seconds=30)
    assert sql.queries() is sql.queries()


def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANOMALIES_TABLE")
    with pytest.raises(SettingsError, match="ANOMALIES_TABLE is not set"):
        handler(http_event("/prices"), None)
