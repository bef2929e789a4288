"""GET /prices and GET /prices/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known
from lambdas.shared.payloads import latest_price_payload, price_payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import PriceHistoryPayload, PricesPayload
    from lambdas.shared.domain.stored import StoredPrice
    from lambdas.shared.payloads import LatestPricePayload, Symbol


def get_prices(call: Call) -> PricesPayload:
    """Return the newest price of every symbol that a feed has."""
    latest = latest_payload(call, call.services.latest.of_feed(call.one_feed, call.now))
    return {"feed": call.one_feed, "prices": latest}


def get_price_history(call: Call) -> PriceHistoryPayload:
    """Return a symbol's prices of the last hours in one feed, newest first."""
    prices = call.services.prices.of_series(call.series, call.span, call.now)
    if not prices:
        require_known(call, call.services.prices)
    rows = [price_payload(price) for price in prices]
    return {"feed": call.one_feed, "symbol": call.symbol, "prices": rows, "count": len(rows)}


def latest_payload(call: Call, prices: Mapping[str, StoredPrice]) -> dict[Symbol, LatestPricePayload]:
    """Return newest prices by symbol, the tracked ones first and in their order."""
    order = dict.fromkeys([*call.services.symbols, *prices])
    return {symbol: latest_price_payload(prices[symbol]) for symbol in order if symbol in prices}
