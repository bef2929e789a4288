from __future__ import annotations

from io import StringIO

from rich.console import Console

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row
from finpulse_cli.features.tail.table import build_table, fitting, header_line, row_line
from tests.factories import NOON

COLUMNS = (
    Column("symbol", cells.text("symbol"), 6),
    Column("price", cells.number("price", 2), 8, right=True),
    Column("source", cells.text("source"), 10, from_width=100),
)
ROW = Row("1", {"symbol": "AAPL", "price": 9, "source": "replay:x"})


def test_lines_are_aligned() -> None:
    assert header_line(COLUMNS) == "symbol     price  source"
    assert row_line(COLUMNS, ROW, NOON) == "AAPL        9.00  replay:x"


def test_a_value_too_long_for_its_column_is_never_cut() -> None:
    row = Row("1", {"symbol": "VERYLONGSYMBOL", "price": 9, "source": "x"})
    assert row_line(COLUMNS, row, NOON) == "VERYLONGSYMBOL      9.00  x"


def test_narrow_terminals_get_fewer_columns() -> None:
    assert [column.heading for column in fitting(COLUMNS, 99)] == ["symbol", "price"]
    assert len(fitting(COLUMNS, 100)) == 3


def test_a_table_folds_what_does_not_fit_and_aligns_numbers() -> None:
    out = Console(file=StringIO(), width=20, color_system=None)
    out.print(build_table(COLUMNS[:2], [Row("1", {"symbol": "A" * 16, "price": 9})], NOON))
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert text.count("A") == 16
    assert " 9.00" in text
    assert max(len(line) for line in text.splitlines()) <= 20
