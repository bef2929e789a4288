"""One query from start to end, against an Athena that does what the test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from finpulse_cli.core.errors import FailedError, StoppedError
from finpulse_cli.features.query.ask import ATHENA, DUCKDB, Answer, Asking, Engine
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus, ResultColumn
from tests.factories import NOON

ROWS = QueryRows((ResultColumn("n", "bigint"),), (("1",),), cut=False)


def status(state: QueryState, reason: str = "") -> QueryStatus:
    return QueryStatus(state, reason, 1_000, 5)


class Athena:
    """Goes through the given statuses, the last one for ever; the clock moves when somebody sleeps."""

    def __init__(self, *statuses: QueryStatus | None, interrupt: bool = False) -> None:
        self.statuses: Iterator[QueryStatus | None] = iter(statuses)
        self.last = statuses[-1]
        self.interrupt, self.stopped, self.now = interrupt, list[str](), NOON

    def start(self, sql: str) -> str:
        assert sql == "SELECT 1"
        return "id"

    def status(self, query_id: str) -> QueryStatus | None:
        assert query_id == "id"
        return next(self.statuses, self.last)

    def rows(self, query_id: str, limit: int) -> QueryRows:
        assert (query_id, limit) == ("id", 7)
        return ROWS

    def stop(self, query_id: str) -> None:
        self.stopped.append(query_id)

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        if self.interrupt:
            raise KeyboardInterrupt
        self.now += timedelta(seconds=seconds)

    def ask(self, show: Callable[[QueryStatus, float], None] = lambda *_: None, engine: Engine = ATHENA) -> Answer:
        return Asking(self, self.clock, self.sleep, show, limit=7, timeout_seconds=2, engine=engine).ask("SELECT 1")


def test_it_is_waited_for_and_shown() -> None:
    shown: list[tuple[QueryState, bool]] = []
    athena = Athena(status(QueryState.QUEUED), status(QueryState.RUNNING), status(QueryState.SUCCEEDED))
    answer = athena.ask(lambda told, seconds: shown.append((told.state, seconds > 0)))
    assert answer == Answer("id", ROWS, status(QueryState.SUCCEEDED))
    assert shown == [(QueryState.QUEUED, False), (QueryState.RUNNING, True)]
    assert athena.stopped == []


def test_ctrl_c_cancels_it_at_athena() -> None:
    athena = Athena(status(QueryState.RUNNING), interrupt=True)
    with pytest.raises(StoppedError, match="cancelled at Athena"):
        athena.ask()
    assert athena.stopped == ["id"]


def test_one_that_runs_too_long_is_cancelled_at_athena() -> None:
    athena = Athena(status(QueryState.RUNNING))
    with pytest.raises(FailedError, match="longer than 2 s") as caught:
        athena.ask()
    assert athena.stopped == ["id"]
    assert "fewer days" in (caught.value.next_action or "")


@pytest.mark.parametrize(
    ("told", "message", "action"),
    [
        (status(QueryState.FAILED, "COLUMN_NOT_FOUND: x"), "COLUMN_NOT_FOUND: x", "--schema"),
        (status(QueryState.FAILED), "gives no reason", "--list"),
        (status(QueryState.CANCELLED, "Bytes scanned limit was exceeded"), "more than the workgroup", "fewer days"),
        (status(QueryState.CANCELLED, "by somebody"), "was cancelled: by somebody", "again"),
        (None, "does not know query id", "again"),
    ],
)
def test_whatever_goes_wrong_comes_with_the_next_action(told: QueryStatus | None, message: str, action: str) -> None:
    with pytest.raises(FailedError, match=message) as caught:
        Athena(told).ask()
    assert action in (caught.value.next_action or "")


def test_where_another_engine_answers_messages_are_about_it() -> None:
    with pytest.raises(FailedError, match="DuckDB could not run the query: no") as failed:
        Athena(status(QueryState.FAILED, "no")).ask(engine=DUCKDB)
    assert "--schema" in (failed.value.next_action or "")
    with pytest.raises(StoppedError, match="cancelled at DuckDB"):
        Athena(status(QueryState.RUNNING), interrupt=True).ask(engine=DUCKDB)
    with pytest.raises(FailedError, match="longer than 2 s") as slow:
        Athena(status(QueryState.RUNNING)).ask(engine=DUCKDB)
    assert "stay on this machine" in (slow.value.next_action or "")
