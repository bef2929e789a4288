"""Rows of texts with a table's columns and types."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from finpulse_cli.standins.athena.relation import rows_relation
from finpulse_cli.standins.athena.rows import table_text

COLUMNS = {"id": "string", "price": "decimal(20,10)", "n": "int", "day": "date", "x": "double"}


def rows(lines: bytes, folder: Path) -> list[Any]:
    path = folder / "it's" / "year=2026" / "rows.tsv"
    path.parent.mkdir(parents=True)
    path.write_bytes(table_text(lines, list(COLUMNS)))
    relation = rows_relation(COLUMNS, {"year": "int"}, [str(path)])
    return duckdb.connect().execute(f"SELECT * FROM {relation}").fetchall()  # noqa: S608 - made above


def test_numbers_are_exact_whether_in_quotes_or_not(tmp_path: Path) -> None:
    lines = b'{"id":"1","price":749283.8444,"n":7,"x":1e2}\n{"id":"2","price":"9999999999.0000000001","n":"-8"}\n'
    assert rows(lines, tmp_path) == [
        ("1", Decimal("749283.8444000000"), 7, None, 100.0, 2026),
        ("2", Decimal("9999999999.0000000001"), -8, None, None, 2026),
    ]


def test_what_is_no_value_of_the_columns_type_is_null(tmp_path: Path) -> None:
    lines = b'{"id":true,"price":"dear","n":1.5,"day":"yesterday","x":"x"}\n{"price":12345678901,"n":99999999999}\n'
    assert rows(lines, tmp_path) == [("true", None, None, None, None, 2026), (None, None, None, None, None, 2026)]


def test_more_decimals_than_the_column_has_are_rounded_half_up(tmp_path: Path) -> None:
    [first, second] = rows(b'{"price":1.00000000005}\n{"price":1e-11}\n', tmp_path)
    assert (first[1], second[1]) == (Decimal("1.0000000001"), Decimal("0.0000000000"))


def test_without_a_file_it_is_empty_and_has_the_same_columns() -> None:
    relation = rows_relation({"id": "string", "price": "decimal(20,10)"}, {"year": "int"}, [])
    answer = duckdb.connect().execute(f"SELECT * FROM {relation}")  # noqa: S608 - made above
    assert [(name, str(kind)) for name, kind, *_ in answer.description] == [
        ("id", "VARCHAR"),
        ("price", "DECIMAL(20,10)"),
        ("year", "INTEGER"),
    ]
    assert answer.fetchall() == []
