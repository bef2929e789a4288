"""`tail prices`: the live_prices table."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.symbols import wanted_symbols
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader, StoredPrice

COLUMNS = (
    Column("time (UTC)", cells.moment("timestamp"), 14),
    Column("age", cells.age("timestamp"), 4, right=True),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("price", cells.number("price", 2), 11, right=True),
    Column("change", cells.signed("change_percent", "%"), 8, right=True),
    Column("volume", cells.number("volume"), 13, right=True),
    Column("source", cells.text("source"), 20, from_width=90),
)


def open_reader(source: Source) -> WindowReader[StoredPrice]:
    """Prices of every known symbol, or of the one asked for."""
    table = DynamoPriceReader(source.clients.dynamodb, source.outputs.tables["live_prices"])

    def read(count: int) -> list[StoredPrice]:
        by_symbol = table.of_symbols(wanted_symbols(source), Span(limit=count), source.clock())
        return sorted(chain.from_iterable(by_symbol.values()), key=lambda price: (price.timestamp, price.symbol))

    return WindowReader(COLUMNS, read, _row)


def _row(price: StoredPrice) -> Row:
    return Row(f"{price.symbol} {price.timestamp}", asdict(price))
