"""A DuckDB that has the tables of a query, reaches nothing else and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from finpulse_cli.standins.athena.engine import Runner, Source, TimeLimitError, opened

ENDLESS = "SELECT sum(a.range * b.range) AS n FROM range(100000000) a, range(100000000) b"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """With one table of one row."""
    with opened([Source("source0", "(SELECT 1 AS one)")], tmp_path) as made:
        yield made


def test_it_has_its_tables(connection: duckdb.DuckDBPyConnection) -> None:
    assert Runner().rows(connection, "SELECT * FROM source0", None) == [(1,)]
    assert Runner().rows(connection, "SELECT * FROM range(9)", 2) == [(0,), (1,)]


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
        "SET memory_limit = '99GB'",
        "SELECT * FROM variable",
    ],
)
def test_nothing_else_can_be_reached(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    variable = duckdb.sql("SELECT 1")
    assert variable is not None
    with pytest.raises(duckdb.Error):
        connection.execute(sql).fetchall()


def test_its_memory_has_a_bound(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("SELECT current_setting('memory_limit')").fetchall() == [("953.6 MiB",)]


def test_a_query_that_is_stopped_ends(connection: duckdb.DuckDBPyConnection) -> None:
    runner = Runner()
    Timer(0.1, runner.stop).start()
    with pytest.raises(duckdb.InterruptException):
        runner.rows(connection, ENDLESS, None)


def test_a_query_that_takes_too_long_ends(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(TimeLimitError, match="longer than"):
        Runner(most_seconds=0.1).rows(connection, ENDLESS, None)
