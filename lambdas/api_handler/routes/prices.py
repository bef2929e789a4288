"""GET /prices and GET /prices/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import LatestPricePayload, PriceHistoryPayload, PricePayload, PricesPayload
    from lambdas.shared.adapters.dynamodb.price_reader import StoredPrice


def get_prices(call: Call) -> PricesPayload:
    """The newest price of every tracked symbol that has one."""
    return {"prices": latest_payload(call.services.prices.latest(call.services.symbols, call.now))}


def get_price_history(call: Call) -> PriceHistoryPayload:
    """A symbol's prices of the last hours, newest first."""
    prices = call.services.prices.of_symbol(call.symbol, call.span, call.now)
    if not prices:
        require_known(call, call.services.prices)
    return {"symbol": call.symbol, "prices": [_price(price) for price in prices], "count": len(prices)}


def latest_payload(prices: Mapping[str, StoredPrice]) -> dict[str, LatestPricePayload]:
    """Newest prices by symbol."""
    return {symbol: _latest(price) for symbol, price in prices.items()}


def _latest(price: StoredPrice) -> LatestPricePayload:
    return {
        "symbol": price.symbol,
        "price": price.price,
        "volume": price.volume,
        "change_percent": price.change_percent,
        "timestamp": price.timestamp,
    }


def _price(price: StoredPrice) -> PricePayload:
    return {
        **_latest(price),
        "volume_kind": price.volume_kind,
        "source": price.source,
        "event_id": price.event_id,
        "ingested_at": price.ingested_at,
    }
