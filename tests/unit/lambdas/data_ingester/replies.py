"""Small replies in Alpha Vantage's wire format, with values of our own."""

from __future__ import annotations

from typing import Any

DAILY_CAP = "We have detected your API key as {key} and our standard API rate limit is 25 requests per day. Go premium."
BURST = (
    "Please consider spreading out your free API requests more sparingly (1 request per second) to avoid hitting our "
    "API rate limit, or lift the free key rate limit (25 requests per day)."
)
PER_MINUTE = "Our standard API call frequency is 5 calls per minute and 500 calls per day."
PREMIUM = "Thank you! This is a premium endpoint. You may subscribe to any of the premium plans."
DEMO_KEY = "The **demo** API key is for demo purposes only. Please claim your free API key."
BAD_KEY = "the parameter apikey is invalid or missing. Please claim your free API key."
BAD_CALL = "Invalid API call. Please retry or visit the documentation for GLOBAL_QUOTE."


def global_quote(symbol: str = "AAPL", **changes: str) -> dict[str, Any]:
    """A GLOBAL_QUOTE reply; `changes` replace members, e.g. `price="1"` the member `05. price`."""
    members = {
        "01. symbol": symbol,
        "02. open": "230.1000",
        "03. high": "232.0000",
        "04. low": "229.5000",
        "05. price": "231.5000",
        "06. volume": "41250000",
        "07. latest trading day": "2026-11-20",
        "08. previous close": "230.0000",
        "09. change": "1.5000",
        "10. change percent": "0.6522%",
    }
    for name, text in changes.items():
        members[next(key for key in members if key[4:].replace(" ", "_") == name)] = text
    return {"Global Quote": members}


def bulk_row(symbol: str = "AAPL", **changes: Any) -> dict[str, Any]:
    """One row of a REALTIME_BULK_QUOTES reply inside the session; `changes` replace or add members."""
    return {
        "symbol": symbol,
        "timestamp": "2026-11-20 14:31:05.250",
        "open": "230.1",
        "high": "232.0",
        "low": "229.5",
        "close": "231.5",
        "volume": "41250000",
        "previous_close": "230.0",
        "change": "1.5",
        "change_percent": "0.6522",
    } | changes


def bulk_reply(*rows: Any, message: str = "success") -> dict[str, Any]:
    """A REALTIME_BULK_QUOTES reply."""
    return {"endpoint": "Realtime Bulk Quotes", "message": message, "data": list(rows)}


def finnhub_quote(**changes: Any) -> dict[str, Any]:
    """A reply of Finnhub's /quote inside the session; `changes` replace members."""
    return {"c": 231.5, "d": 1.5, "dp": 0.6522, "h": 232, "l": 229.5, "o": 230.1, "pc": 230, "t": 1795185065} | changes
