"""A DuckDB that has the lake's table under all its names, and reaches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finpulse_cli.standins.athena.engine import opened
from tests.unit.standins.athena.lakes import TABLE


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Of a table with one event and a damaged line."""
    path = tmp_path / "it's" / "year=2026" / "month=11" / "day=05" / "events.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"id":"1","price":1.5,"tags":["a"]}\nnot json\n')
    with opened(TABLE, tmp_path / "it's", [str(path)]) as made:
        yield made


@pytest.mark.parametrize(
    "name", ["raw_events", "RAW_EVENTS", "finpulse.raw_events", "AwsDataCatalog.finpulse.raw_events"]
)
def test_the_table_has_its_columns_and_then_its_partitions(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    answer = connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - made above
    assert [column[0] for column in answer.description] == ["id", "price", "tags", "year", "month", "day"]
    assert answer.fetchall() == [("1", Decimal("1.5"), '["a"]', 2026, 11, 5), (None, None, None, 2026, 11, 5)]


def test_without_files_it_is_empty(tmp_path: Path) -> None:
    with opened(TABLE, tmp_path, []) as connection:
        assert connection.execute("SELECT * FROM raw_events").fetchall() == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_csv('http://127.0.0.1:1/a.csv')",
        "ATTACH '/tmp/finpulse-no.db'",
        "COPY (SELECT 1) TO '/tmp/finpulse-no.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SELECT * FROM variable",
    ],
)
def test_nothing_else_can_be_reached(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    variable = duckdb.sql("SELECT 1")
    assert variable is not None
    with pytest.raises(duckdb.Error):
        connection.execute(sql).fetchall()
