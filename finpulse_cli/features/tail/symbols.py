"""Which symbols a feed has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.domain.feed import LIVE, series_of

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.features.tail.base import Source


def require_symbol(text: str) -> str:
    """Return `text` in capitals if it can be a symbol. Raises UsageError."""
    symbol = text.strip().upper()
    if not SYMBOL_PATTERN.fullmatch(symbol):
        raise UsageError(f"{text!r} cannot be a symbol", "give a ticker symbol like AAPL or BRK.B")
    return symbol


def wanted_series(source: Source, now: datetime) -> list[str]:
    """Return the series to show of the one feed that is shown: of the symbol asked for, else of all it has by `now`."""
    feed = source.feed or LIVE
    symbols = [source.symbol] if source.symbol else feed_symbols(source, feed, now)
    return [series_of(feed, symbol) for symbol in symbols]


def feed_symbols(source: Source, feed: str, now: datetime) -> list[str]:
    """Return the symbols of which a feed has a latest price."""
    table = DynamoLatestPriceReader(source.clients.dynamodb, source.outputs.tables["latest_prices"])
    return list(table.of_feed(feed, now))
