"""Settings to the use case; nothing happens before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.data_ingester.wiring import build_ingester
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "STREAM_NAME": "finpulse-quotes",
    "SYMBOLS": "AAPL,MSFT,AAPL",
    "ALPHA_VANTAGE_URL": "https://www.alphavantage.co",
    "ALPHA_VANTAGE_KEY_PARAMETER": "/finpulse/key",
    "QUOTE_FUNCTION": "GLOBAL_QUOTE",
    "EXCHANGE_HOURS": "nyse",
}


@pytest.fixture(autouse=True)
def own_clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Clients of this test alone, that can go nowhere."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    clients._client.cache_clear()
    yield
    clients._client.cache_clear()


def test_symbols_are_asked_for_once_each() -> None:
    assert build_ingester(ENVIRONMENT).symbols == ("AAPL", "MSFT")


@pytest.mark.parametrize(("function", "source"), [("GLOBAL_QUOTE", GlobalQuotes), ("REALTIME_BULK_QUOTES", BulkQuotes)])
def test_the_quote_function_chooses_the_source(function: str, source: type) -> None:
    assert isinstance(build_ingester(ENVIRONMENT | {"QUOTE_FUNCTION": function}).source, source)


@pytest.mark.parametrize(("hours", "expected"), [("nyse", ExchangeHours.NYSE), ("always", ExchangeHours.ALWAYS)])
def test_the_exchange_s_hours_are_a_setting(hours: str, expected: ExchangeHours) -> None:
    assert build_ingester(ENVIRONMENT | {"EXCHANGE_HOURS": hours}).hours is expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"QUOTE_FUNCTION": "TIME_SERIES_DAILY"}, "QUOTE_FUNCTION is neither"),
        ({"EXCHANGE_HOURS": "24/7"}, "EXCHANGE_HOURS is neither nyse nor always: '24/7'"),
        ({"SYMBOLS": "AAPL,not a symbol"}, "no ticker symbol: 'not a symbol'"),
        ({"ALPHA_VANTAGE_URL": "http://www.alphavantage.co"}, "ALPHA_VANTAGE_URL must be"),
        ({"STREAM_NAME": ""}, "STREAM_NAME is not set"),
    ],
)
def test_a_setting_that_cannot_work_is_named(change: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        build_ingester(ENVIRONMENT | change)
