"""JSON lines with given columns and types; test_tables.py of the overlay reads files with it."""

from __future__ import annotations

import duckdb
import pytest

from finpulse_cli.standins.athena.relation import duckdb_type, json_relation


@pytest.mark.parametrize(
    ("hive", "duck"),
    [("decimal(26,10)", "DECIMAL(26, 10)"), ("STRING", "VARCHAR"), ("varchar(10)", None), ("map<int,int>", None)],
)
def test_types(hive: str, duck: str | None) -> None:
    assert duckdb_type(hive) == duck


def test_without_a_file_it_is_empty_and_has_the_same_columns() -> None:
    relation = json_relation({"id": "VARCHAR", "price": "DECIMAL(20, 10)"}, {"year": "INTEGER"}, [], tolerant=True)
    answer = duckdb.connect().execute(f"SELECT * FROM {relation}")  # noqa: S608 - made above
    assert [(name, str(kind)) for name, kind, *_ in answer.description] == [
        ("id", "VARCHAR"),
        ("price", "DECIMAL(20,10)"),
        ("year", "INTEGER"),
    ]
    assert answer.fetchall() == []
