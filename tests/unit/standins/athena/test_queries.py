"""Queries in this process, over a lake in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from finpulse_cli.standins.athena.queries import DuckDbQueries
from lambdas.shared.query.execution import QueryState, QueryStatus, ResultColumn
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeS3
from tests.unit.standins.athena.lakes import TABLE, stored_lake
from tests.waiting import until

DAY = "raw-data/year=2026/month=11/day=20/"
ENDLESS = (
    "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) "
    "CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE x * y % 7 = 3"
)


@pytest.fixture
def s3() -> FakeS3:
    made = FakeS3()
    made.add(f"{DAY}a.json", b'{"id":"1","price":1.5}\n{"id":"2"}\n')
    made.add(f"{DAY}b.json", b'{"id":"3"}')
    return made


@pytest.fixture
def queries(tmp_path: Path, s3: FakeS3) -> DuckDbQueries:
    """Of a clock that goes on by a second whenever it is looked at."""
    seconds = iter(range(10**9))
    return DuckDbQueries(stored_lake(tmp_path, s3), TABLE, lambda: next(seconds), lambda: NOON, most_rows=2)


def finished(queries: DuckDbQueries, sql: str) -> tuple[str, QueryStatus]:
    """A query that is over."""
    query_id = queries.start(sql)

    def over() -> QueryStatus | None:
        status = queries.status(query_id)
        return status if status and status.state.is_over else None

    return query_id, until(over)


def test_rows_are_texts_with_athenas_types(queries: DuckDbQueries) -> None:
    query_id, status = finished(queries, "SELECT id, price, day, id = '1' AS first FROM raw_events ORDER BY id LIMIT 2")
    assert (status.state, status.reason, status.scanned_bytes) == (QueryState.SUCCEEDED, "", 44)
    assert status.milliseconds > 0
    assert queries.status(query_id) == status
    rows = queries.rows(query_id, 10)
    assert rows.columns == (
        ResultColumn("id", "varchar"),
        ResultColumn("price", "decimal"),
        ResultColumn("day", "integer"),
        ResultColumn("first", "boolean"),
    )
    assert rows.rows == (("1", "1.5000000000", "20", "true"), ("2", None, "20", "false"))
    assert rows.cut is False


@pytest.mark.parametrize(("limit", "given"), [(1, 1), (2, 2), (10, 2)])
def test_no_more_rows_than_asked_for_and_kept(queries: DuckDbQueries, limit: int, given: int) -> None:
    query_id, _ = finished(queries, "SELECT id FROM raw_events")
    rows = queries.rows(query_id, limit)
    assert (len(rows.rows), rows.cut) == (given, True)


def test_what_does_not_ask_the_table_reads_nothing(queries: DuckDbQueries, s3: FakeS3) -> None:
    query_id, status = finished(queries, "SELECT 1 AS n")
    assert queries.rows(query_id, 1).rows == (("1",),)
    assert (status.scanned_bytes, s3.opened) == (0, [])


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT nothing_of_that_name FROM raw_events", "nothing_of_that_name"),
        ("SELEC 1", "SYNTAX_ERROR: line 1:"),
        ("SELECT * FROM read_text('/etc/hostname')", "SYNTAX_ERROR"),
        ("SELECT CAST(id || 'x' AS integer) FROM raw_events", "Cannot cast this text to integer"),
    ],
)
def test_a_query_that_fails_says_why(queries: DuckDbQueries, sql: str, reason: str) -> None:
    _, status = finished(queries, sql)
    assert status.state is QueryState.FAILED
    assert reason in status.reason


def test_a_stopped_query_ends_at_once_and_stays_cancelled(queries: DuckDbQueries) -> None:
    query_id = queries.start(ENDLESS)
    queries.stop(query_id)
    status = queries.status(query_id)
    assert status is not None
    assert (status.state, status.reason) == (QueryState.CANCELLED, "Query was cancelled by user")


def test_a_query_is_stopped_while_it_reads(tmp_path: Path, s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, go_on = Event(), Event()
    original: Callable[..., Any] = s3.get_object

    def slow(**arguments: Any) -> Any:
        reading.set()
        go_on.wait(30)
        return original(**arguments)

    monkeypatch.setattr(s3, "get_object", slow)
    queries = DuckDbQueries(stored_lake(tmp_path, s3), TABLE, lambda: 0, lambda: NOON, most_rows=2)
    query_id = queries.start("SELECT count(*) AS n FROM raw_events")
    assert reading.wait(30)
    status = queries.status(query_id)
    assert status is not None
    assert status.state is QueryState.RUNNING
    queries._runs[query_id].runner.stop()
    go_on.set()
    queries.stop(query_id)
    status = queries.status(query_id)
    assert status is not None
    assert status.state is QueryState.CANCELLED


def test_one_that_is_over_stays_as_it_is(queries: DuckDbQueries) -> None:
    query_id, status = finished(queries, "SELECT 1 AS n")
    queries.stop(query_id)
    assert queries.status(query_id) == status


def test_nobodys_query_is_unknown(queries: DuckDbQueries) -> None:
    assert queries.status("nobody") is None
    queries.stop("nobody")


def test_what_the_bucket_raises_reaches_who_asks(tmp_path: Path, s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_: Any) -> None:
        raise ConnectionError("the bucket went away")

    monkeypatch.setattr(s3, "get_object", gone)
    queries = DuckDbQueries(stored_lake(tmp_path, s3), TABLE, lambda: 0, lambda: NOON, most_rows=2)
    with pytest.raises(ConnectionError, match="went away"):
        finished(queries, "SELECT count(*) AS n FROM raw_events")
