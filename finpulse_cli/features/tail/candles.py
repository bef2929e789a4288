"""`tail candles`: the price_candles table. A candle that takes in another event is shown again."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.symbols import wanted_symbols
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.candle_reader import DynamoCandleReader, StoredCandle
from lambdas.shared.adapters.dynamodb.newest_first import Span

COLUMNS = (
    Column("minute (UTC)", cells.moment("candle_timestamp"), 14),
    Column("age", cells.age("candle_timestamp"), 4, right=True, from_width=90),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("open", cells.number("open", 2), 9, right=True),
    Column("high", cells.number("high", 2), 9, right=True),
    Column("low", cells.number("low", 2), 9, right=True),
    Column("close", cells.number("close", 2), 9, right=True),
    Column("volume", cells.number("volume"), 11, right=True),
    Column("trades", cells.number("trades"), 6, right=True, from_width=90),
)


def open_reader(source: Source) -> WindowReader[StoredCandle]:
    """Candles of every known symbol, or of the one asked for."""
    table = DynamoCandleReader(source.clients.dynamodb, source.outputs.tables["price_candles"])

    def read(count: int) -> list[StoredCandle]:
        by_symbol = table.of_symbols(wanted_symbols(source), Span(limit=count), source.clock())
        return sorted(chain.from_iterable(by_symbol.values()), key=lambda row: (row.candle_timestamp, row.symbol))

    return WindowReader(COLUMNS, read, _row)


def _row(candle: StoredCandle) -> Row:
    return Row(f"{candle.symbol} {candle.candle_timestamp}", asdict(candle))
