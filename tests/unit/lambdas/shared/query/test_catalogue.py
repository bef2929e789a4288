"""The ready-made queries: valid Trino, allowed by our own wall, cheap by their days."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from lambdas.shared.query.catalogue import READY_MADE, ReadyMade, days_between, ready_made
from lambdas.shared.query.validate import Lake, require_select

FIRST, LAST = date(2026, 11, 29), date(2026, 12, 2)


@pytest.mark.parametrize("query", READY_MADE, ids=[query.name for query in READY_MADE])
def test_each_is_one_select_in_trinos_sql_over_named_days(query: ReadyMade) -> None:
    sql = query.sql(FIRST, LAST)
    require_select(sql, Lake("finpulse", frozenset({"raw_events"})))
    [tree] = sqlglot.parse(sql, read="trino", error_level=sqlglot.ErrorLevel.RAISE)
    assert isinstance(tree, exp.Select)
    assert "{" not in sql
    assert days_between(FIRST, LAST) in sql
    assert query.about.endswith(".")


def test_days_are_asked_for_by_month() -> None:
    assert days_between(FIRST, LAST) == (
        "(year = 2026 AND month = 11 AND day BETWEEN 29 AND 30 OR year = 2026 AND month = 12 AND day BETWEEN 1 AND 2)"
    )
    assert days_between(FIRST, FIRST) == "(year = 2026 AND month = 11 AND day BETWEEN 29 AND 29)"


def test_names_are_unique_and_found() -> None:
    assert [ready_made(query.name) for query in READY_MADE] == list(READY_MADE)
    assert ready_made("no-such-query") is None
