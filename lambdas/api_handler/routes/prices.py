"""GET /prices and GET /prices/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known
from lambdas.shared.payloads import latest_price_payload, price_payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import PriceHistoryPayload, PricesPayload
    from lambdas.shared.adapters.dynamodb.price_reader import StoredPrice
    from lambdas.shared.payloads import LatestPricePayload, Symbol


def get_prices(call: Call) -> PricesPayload:
    """The newest price of every tracked symbol that has one."""
    return {"prices": latest_payload(call.services.latest.of_symbols(call.services.symbols, call.now))}


def get_price_history(call: Call) -> PriceHistoryPayload:
    """A symbol's prices of the last hours, newest first."""
    prices = call.services.prices.of_symbol(call.symbol, call.span, call.now)
    if not prices:
        require_known(call, call.services.prices)
    return {"symbol": call.symbol, "prices": [price_payload(price) for price in prices], "count": len(prices)}


def latest_payload(prices: Mapping[str, StoredPrice]) -> dict[Symbol, LatestPricePayload]:
    """Newest prices by symbol."""
    return {symbol: latest_price_payload(price) for symbol, price in prices.items()}
