"""Rows as a table for a terminal, or as plain lines for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich import box
from rich.table import Table
from rich.text import Text

from finpulse_cli.features.tail.base import Column, Row

GAP = "  "


def fitting(columns: Iterable[Column], width: int) -> list[Column]:
    """Return the columns that a terminal of `width` characters has room for."""
    return [column for column in columns if column.from_width <= width]


def build_table(columns: Sequence[Column], rows: Iterable[Row], now: datetime) -> Table:
    """Build a table; what does not fit its column is folded, so that an id can always be copied whole."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for column in columns:
        table.add_column(column.heading, justify="right" if column.right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(column.cell(row.values, now) for column in columns))
    return table


def header_line(columns: Sequence[Column]) -> str:
    """Return the headings, as wide as their columns."""
    return _line((Text(column.heading), column) for column in columns)


def row_line(columns: Sequence[Column], row: Row, now: datetime) -> str:
    """Write one row in columns of fixed width; a longer value pushes the rest to the right."""
    return _line((column.cell(row.values, now), column) for column in columns)


def _line(cells: Iterable[tuple[Text, Column]]) -> str:
    padded = (
        cell.plain.rjust(_width(column)) if column.right else cell.plain.ljust(_width(column)) for cell, column in cells
    )
    return GAP.join(padded).rstrip()


def _width(column: Column) -> int:
    return max(column.width, len(column.heading))
