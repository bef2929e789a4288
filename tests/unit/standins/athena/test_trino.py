"""Trino's SQL as DuckDB's."""

from __future__ import annotations

import duckdb
import pytest

from finpulse_cli.standins.athena.trino import QuerySyntaxError, trino_to_duckdb


@pytest.mark.parametrize(
    ("trino", "value"),
    [
        ("SELECT approx_distinct(x) FROM (VALUES (1), (1)) AS t(x)", 1),
        ("SELECT date_format(from_iso8601_timestamp('2026-11-20T14:31:00.000Z'), '%H:%i')", "14:31"),
        (
            "SELECT date_diff('second', from_iso8601_timestamp('2026-11-20T14:31:00.000Z'), "
            "from_iso8601_timestamp('2026-11-20T14:31:09.500Z'))",
            9,
        ),
        ("SELECT a.x + b.x FROM (VALUES (1)) AS a(x), (VALUES (2)) AS b(x)", 3),
        ("SELECT 'it''s; -- fine'", "it's; -- fine"),
    ],
)
def test_the_same_query_for_duckdb(trino: str, value: object) -> None:
    assert duckdb.connect().execute(trino_to_duckdb(trino)).fetchall() == [(value,)]


def test_tables_in_a_list_are_joined_by_name() -> None:
    assert trino_to_duckdb("SELECT 1 FROM a, b") == "SELECT 1 FROM a CROSS JOIN b"


def test_no_sql_is_refused_in_one_line_that_says_where() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        trino_to_duckdb("SELECT FROM WHERE (")
    assert "line 1:" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_two_statements_are_refused() -> None:
    with pytest.raises(QuerySyntaxError, match="one statement"):
        trino_to_duckdb("SELECT 1; SELECT 2")
