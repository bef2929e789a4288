"""`tail prices`: the live_prices table, one feed of it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.symbols import wanted_series
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader
from lambdas.shared.domain.span import Span

if TYPE_CHECKING:
    from lambdas.shared.domain.stored import StoredPrice

COLUMNS = (
    Column("time (UTC)", cells.moment("timestamp"), 14),
    Column("age", cells.age("timestamp"), 4, right=True),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("price", cells.price("price"), 11, right=True),
    Column("change", cells.signed("change_percent", "%"), 8, right=True),
    Column("volume", cells.number("volume"), 13, right=True),
    Column("source", cells.text("source"), 13, from_width=90),
    Column("feed", cells.text("feed"), 18, from_width=90),
)


def open_reader(source: Source) -> WindowReader[StoredPrice]:
    """Return the prices of every symbol that the feed has, or of the one asked for."""
    table = DynamoPriceReader(source.clients.dynamodb, source.outputs.tables["live_prices"])

    def read(count: int) -> list[StoredPrice]:
        now = source.clock()
        by_series = table.of_each(wanted_series(source, now), Span(limit=count), now)
        return sorted(chain.from_iterable(by_series.values()), key=lambda price: (price.timestamp, price.symbol))

    return WindowReader(COLUMNS, read, _row)


def _row(price: StoredPrice) -> Row:
    return Row(f"{price.symbol} {price.timestamp}", asdict(price))
