"""Queries over the lake in this process, where there is no Athena: each one a thread with a DuckDB of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from finpulse_cli.standins.athena.engine import LakeTable, opened
from finpulse_cli.standins.athena.stored_lake import StoredLake
from finpulse_cli.standins.athena.texts import athena_text, athena_type
from finpulse_cli.standins.athena.trino import QuerySyntaxError, trino_to_duckdb
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus, ResultColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CANCELLED = "Query was cancelled by user"
_REASON_LENGTH = 2000
_INTERRUPT_SECONDS = 0.05
_NOTHING = QueryRows((), (), cut=False)


@dataclass(slots=True)
class _Run:
    """One query. `state` is set last, when everything else is there."""

    began: float
    stopped: Event = field(default_factory=Event)
    state: QueryState = QueryState.QUEUED
    reason: str = ""
    scanned: int = 0
    seconds: float = 0.0
    rows: QueryRows = _NOTHING
    error: Exception | None = None
    connection: DuckDBPyConnection | None = None
    thread: Thread | None = None

    def count(self, size: int) -> None:
        """One more object was read."""
        self.scanned += size

    def end(self, state: QueryState, reason: str, now: float) -> None:
        """It is over."""
        self.reason, self.seconds = reason[:_REASON_LENGTH], now - self.began
        self.state = state


class DuckDbQueries:
    """Implements `query.ask.Queries` over a stored lake. `clock` counts seconds; a query keeps `most_rows` rows."""

    def __init__(self, lake: StoredLake, table: LakeTable, clock: Callable[[], float], most_rows: int) -> None:
        self._lake = lake
        self._table = table
        self._clock = clock
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
        run.stopped.set()
        while run.thread.is_alive():
            # again and again: an interrupt is lost on a connection that is not yet at work
            if (connection := run.connection) is not None:
                connection.interrupt()
            run.thread.join(_INTERRUPT_SECONDS)

    def _work(self, run: _Run, sql: str) -> None:
        run.state = QueryState.RUNNING
        try:
            reason = self._answer(run, trino_to_duckdb(sql), reads_table=self._table.name in sql.lower())
        except QuerySyntaxError as error:
            run.end(QueryState.FAILED, str(error), self._clock())
        except Exception as error:  # noqa: BLE001 - `status` raises it where the user is
            run.error = error
            run.end(QueryState.FAILED, str(error), self._clock())
        else:
            state = QueryState.FAILED if reason else QueryState.SUCCEEDED
            stopped = run.stopped.is_set()
            run.end(QueryState.CANCELLED if stopped else state, CANCELLED if stopped else reason, self._clock())

    def _answer(self, run: _Run, sql: str, *, reads_table: bool) -> str:
        """Runs the query; why DuckDB refused it, "" when it went well or was stopped."""
        import duckdb

        with tempfile.TemporaryDirectory(prefix="finpulse-lake-") as name:
            folder = Path(name).resolve()
            files = self._lake.lay_out(folder, run.count, run.stopped.is_set) if reads_table else []
            if run.stopped.is_set():
                return ""
            with opened(self._table, folder, files) as run.connection:
                try:
                    run.rows = _first_rows(run.connection.execute(sql), self._most_rows)
                except duckdb.Error as error:
                    return str(error)
                finally:
                    run.connection = None
        return ""


def _first_rows(answer: DuckDBPyConnection, limit: int) -> QueryRows:
    columns = tuple(ResultColumn(name, athena_type(str(kind))) for name, kind, *_ in answer.description or [])
    found = answer.fetchmany(limit + 1)
    rows = tuple(tuple(athena_text(value) for value in row) for row in found[:limit])
    return QueryRows(columns, rows, cut=len(found) > limit)
