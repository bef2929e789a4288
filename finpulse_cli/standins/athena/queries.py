"""Queries over the lake in this process, where there is no Athena: each one a thread with a DuckDB of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from uuid import uuid4

from finpulse_cli.standins.athena.answer import LakeTable, Question, Workplace, answered
from finpulse_cli.standins.athena.engine import Runner, TimeLimitError
from finpulse_cli.standins.athena.stored_lake import StoredLake
from finpulse_cli.standins.athena.trino import QuerySyntaxError
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus

CANCELLED = "Query was cancelled by user"
_REASON_LENGTH = 2000
_JOIN_SECONDS = 0.05
_NOTHING = QueryRows((), (), cut=False)


@dataclass(slots=True)
class _Run:
    """One query. `state` is set last, when everything else is there."""

    began: float
    runner: Runner = field(default_factory=Runner)
    state: QueryState = QueryState.QUEUED
    reason: str = ""
    scanned: int = 0
    seconds: float = 0.0
    rows: QueryRows = _NOTHING
    error: Exception | None = None
    thread: Thread | None = None

    def count(self, size: int) -> None:
        """One more object was read."""
        self.scanned += size

    def end(self, state: QueryState, reason: str, now: float) -> None:
        """It is over."""
        self.reason, self.seconds = reason[:_REASON_LENGTH], now - self.began
        self.state = state


class DuckDbQueries:
    """Implements `query.ask.Queries` over a stored lake.

    `clock` counts seconds, `now` is the time of day; a query keeps `most_rows` rows.
    """

    def __init__(
        self,
        lake: StoredLake,
        table: LakeTable,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        most_rows: int,
    ) -> None:
        self._lake = lake
        self._table = table
        self._clock = clock
        self._now = now
        self._most_rows = most_rows
        self._runs: dict[str, _Run] = {}

    def start(self, sql: str) -> str:
        """Begins a query; its id. The caller has validated it (`lambdas.shared.query.validate`)."""
        query_id, run = str(uuid4()), _Run(self._clock())
        # a daemon, so that nothing keeps a process from ending that was told to
        run.thread = Thread(target=self._work, args=(run, sql), name=f"query {query_id}", daemon=True)
        self._runs[query_id] = run
        run.thread.start()
        return query_id

    def status(self, query_id: str) -> QueryStatus | None:
        """How far it is; None for an unknown id. Raises what the bucket raised when it could not be read."""
        run = self._runs.get(query_id)
        if run is None:
            return None
        state = run.state
        if state.is_over and run.error is not None:
            raise run.error
        seconds = run.seconds if state.is_over else self._clock() - run.began
        return QueryStatus(state, run.reason, run.scanned, round(seconds * 1000))

    def rows(self, query_id: str, limit: int) -> QueryRows:
        """The first `limit` rows, of the `most_rows` that are kept, of a query that succeeded."""
        kept = self._runs[query_id].rows
        return QueryRows(kept.columns, kept.rows[:limit], cut=kept.cut or len(kept.rows) > limit)

    def stop(self, query_id: str) -> None:
        """Cancels a query and waits until it has ended; one that is over stays as it is."""
        run = self._runs.get(query_id)
        if run is None or run.thread is None:
            return
        run.runner.stop()
        while run.thread.is_alive():
            run.thread.join(_JOIN_SECONDS)

    def _work(self, run: _Run, sql: str) -> None:
        run.state = QueryState.RUNNING
        try:
            reason = self._answer(run, sql)
        except Exception as error:  # noqa: BLE001 - `status` raises it where the user is
            run.error = error
            run.end(QueryState.FAILED, str(error), self._clock())
        else:
            state = QueryState.FAILED if reason else QueryState.SUCCEEDED
            stopped = run.runner.stopped.is_set()
            run.end(QueryState.CANCELLED if stopped else state, CANCELLED if stopped else reason, self._clock())

    def _answer(self, run: _Run, sql: str) -> str:
        """Runs the query; why it is refused or fails, "" when it went well or was stopped."""
        import duckdb

        with tempfile.TemporaryDirectory(prefix="finpulse-lake-") as name:
            folder = Path(name).resolve()

            def files(_: LakeTable) -> list[str]:
                return self._lake.lay_out(folder, self._table.names, run.count, run.runner.stopped.is_set)

            question = Question(sql, self._table.database, [self._table], self._now())
            try:
                run.rows = answered(question, Workplace(folder, files, run.runner), self._most_rows)
            except (QuerySyntaxError, TimeLimitError, duckdb.Error) as error:
                return str(error)
        return ""
