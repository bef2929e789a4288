"""The HTTP API answers on every target, wherever `finpulse status` says it is."""

from __future__ import annotations

import pytest
import requests

from tests.e2e.sandbox import Sandbox, eventually

CRASHED = ("AAPL", "MSFT")
RUN, FEED = "api", "flash-crash.api"


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> str:
    """The API's address, with a crash to tell of."""
    sandbox.run("replay", "flash-crash", "--run", RUN)
    return sandbox.api_url()


def ask(url: str) -> requests.Response:
    return requests.get(url, timeout=30)


def test_the_crash_is_told(url: str, sandbox: Sandbox) -> None:
    told = ask(f"{url}/anomalies?limit=500&feed={FEED}").json()
    known = {row["event_id"] for row in sandbox.json("anomalies", "--limit", "500", "--feed", FEED)}
    assert known == {anomaly["event_id"] for anomaly in told["anomalies"]}
    assert len(known) == 24
    assert told["count"] == len(told["anomalies"])


@pytest.mark.parametrize("symbol", CRASHED)
@pytest.mark.parametrize("kind", ["candles", "prices"])
def test_the_history_of_a_symbol(url: str, kind: str, symbol: str) -> None:
    told = ask(f"{url}/{kind}/{symbol}?hours=24&limit=500&feed={FEED}").json()
    assert told["symbol"] == symbol
    assert told["count"] == len(told[kind]) == 120


@pytest.mark.parametrize("feed", ["live", FEED])
def test_the_latest_prices_and_the_figures(url: str, feed: str) -> None:
    def agree() -> bool:
        """Quotes go on coming: two requests may see two moments."""
        prices, figures = (ask(f"{url}/{path}?feed={feed}").json() for path in ("prices", "stats"))
        return set(CRASHED) <= set(prices["prices"]) and figures["latest_prices"] == prices["prices"]

    assert eventually(agree, "/prices and /stats naming the same quotes")
    assert feed == "live" or ask(f"{url}/stats?feed={feed}").json()["anomalies_24h"] == 24


def test_the_replay_is_listed_beside_the_live_market(url: str) -> None:
    listed = {feed["feed"]: feed for feed in ask(f"{url}/feeds").json()["feeds"]}
    assert listed[FEED]["events"] == 240
    assert (listed[FEED]["fixture"], listed[FEED]["run"]) == ("flash-crash", RUN)


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
