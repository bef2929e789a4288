"""`tail candles`: the price_candles table, one feed of it. A candle that takes in another event is shown again."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.symbols import wanted_series
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.candle_reader import DynamoCandleReader
from lambdas.shared.domain.span import Span

if TYPE_CHECKING:
    from lambdas.shared.domain.stored import StoredCandle

COLUMNS = (
    Column("minute (UTC)", cells.moment("candle_timestamp"), 14),
    Column("age", cells.age("candle_timestamp"), 4, right=True, from_width=90),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("open", cells.price("open"), 9, right=True),
    Column("high", cells.price("high"), 9, right=True),
    Column("low", cells.price("low"), 9, right=True),
    Column("close", cells.price("close"), 9, right=True),
    Column("volume", cells.number("volume"), 11, right=True),
    Column("trades", cells.number("trades"), 6, right=True, from_width=90),
    Column("feed", cells.text("feed"), 18, from_width=110),
)


def open_reader(source: Source) -> WindowReader[StoredCandle]:
    """Return the candles of every symbol that the feed has, or of the one asked for."""
    table = DynamoCandleReader(source.clients.dynamodb, source.outputs.tables["price_candles"])

    def read(count: int) -> list[StoredCandle]:
        now = source.clock()
        by_series = table.of_each(wanted_series(source, now), Span(limit=count), now)
        return sorted(chain.from_iterable(by_series.values()), key=lambda row: (row.candle_timestamp, row.symbol))

    return WindowReader(COLUMNS, read, _row)


def _row(candle: StoredCandle) -> Row:
    return Row(f"{candle.symbol} {candle.candle_timestamp}", asdict(candle))
