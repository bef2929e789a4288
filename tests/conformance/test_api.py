"""The HTTP API answers on every target, wherever `finpulse status` says it is."""

from __future__ import annotations

import pytest
import requests

from tests.e2e.sandbox import Sandbox
from tests.waiting import eventually

CRASHED = ("AAPL", "MSFT")


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> str:
    """The API's address, with a crash to tell of."""
    sandbox.run("replay", "flash-crash")
    return sandbox.api_url()


def ask(url: str) -> requests.Response:
    return requests.get(url, timeout=30)


def test_the_crash_is_told(url: str, sandbox: Sandbox) -> None:
    told = ask(f"{url}/anomalies?limit=500").json()
    known = {row["event_id"] for row in sandbox.json("anomalies", "--limit", "24")}
    assert known <= {anomaly["event_id"] for anomaly in told["anomalies"]}
    assert told["count"] == len(told["anomalies"])


@pytest.mark.parametrize("symbol", CRASHED)
@pytest.mark.parametrize("kind", ["candles", "prices"])
def test_the_history_of_a_symbol(url: str, kind: str, symbol: str) -> None:
    told = ask(f"{url}/{kind}/{symbol}?hours=24&limit=500").json()
    assert told["symbol"] == symbol
    assert told["count"] == len(told[kind]) >= 120


def test_the_latest_prices_and_the_figures(url: str) -> None:
    def agree() -> bool:
        """Quotes go on coming: two requests may see two moments."""
        prices, figures = ask(f"{url}/prices").json()["prices"], ask(f"{url}/stats").json()
        return set(CRASHED) <= set(prices) and figures["latest_prices"] == prices

    assert eventually(agree, "/prices and /stats naming the same quotes")
    assert ask(f"{url}/stats").json()["anomalies_24h"] >= 24


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/prices/AAPL?limit=0", 400, "invalid_parameter"),
        ("/candles/NOSUCH", 404, "unknown_symbol"),
        ("/nothing", 404, "unknown_route"),
    ],
)
def test_what_there_is_not_is_refused_in_our_own_words(url: str, path: str, status: int, code: str) -> None:
    refused = ask(url + path)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
