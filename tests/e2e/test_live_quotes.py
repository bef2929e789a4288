"""After `up`, prices move every minute with nobody doing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox


def test_the_schedule_brings_quotes_of_every_symbol(sandbox: Sandbox) -> None:
    def quoted() -> bool:
        rows = sandbox.json("tail", "prices", "--limit", "500")
        return {row["symbol"] for row in rows if row["source"] == "alpha_vantage"} >= set(sandbox.stack.symbols)

    assert eventually(quoted, "a live quote of every symbol")


def test_the_http_api_serves_them(sandbox: Sandbox) -> None:
    base = f"http://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.api_id}"

    def prices() -> bool:
        body = requests.get(f"{base}/prices", timeout=30).json()
        return bool(body["prices"].keys() >= set(sandbox.stack.symbols))

    assert eventually(prices, "prices of every symbol in the API")
    stats = requests.get(f"{base}/stats", timeout=30).json()
    assert stats["symbols_tracked"] == len(sandbox.stack.symbols)
    assert stats["pipeline_status"] in ("operational", "delayed")
    missing = requests.get(f"{base}/candles/NOSUCH", timeout=30)
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_symbol")
