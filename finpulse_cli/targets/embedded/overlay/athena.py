"""Athena as the lake needs it: Trino's SQL, typed tables, real figures of bytes scanned, limits that hold.

MiniStack hands the SQL to DuckDB nearly as it is, counts the result's letters as bytes scanned, ignores the
workgroup's limit, and lets a cancelled query go on and end well. Here `finpulse_cli.standins.athena` answers, over
what MiniStack's Glue and S3 hold, and a query that is stopped ends.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.engine import Runner
from finpulse_cli.standins.athena.stored_lake import Layout
from finpulse_cli.targets.embedded.overlay.tables import GlueTable, glue_tables

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from finpulse_cli.standins.athena.answer import LakeTable

LIMIT_REASON = "Bytes scanned limit was exceeded"
_STOPPED = "_stopped"  # names with a leading underscore are never shown by GetQueryExecution


@dataclass(slots=True)
class _Work:
    """A query at work: how many bytes it may read, None for any number, how many it has, and how to end it."""

    limit: int | None
    total: int = 0
    runner: Runner = field(default_factory=Runner)

    def count(self, size: int) -> None:
        """Count one more object. Raises ScanLimitError when that is too much."""
        self.total += size
        if self.limit is not None and self.total > self.limit:
            raise ScanLimitError(LIMIT_REASON)


_work: ContextVar[_Work | None] = ContextVar("work", default=None)


class ScanLimitError(Exception):
    """A query would read more than its workgroup allows."""


def install(cache: Path) -> None:
    """Wrap MiniStack's functions; what is read of objects is kept in the folder `cache`."""
    emulated: Any = import_module("ministack.services.athena")
    running: dict[str, _Work] = {}
    emulated._execute_query = _executing(emulated, running, emulated._execute_query)
    emulated._stop_query_execution = _stopping(emulated, running, emulated._stop_query_execution)
    emulated._run_duckdb = _answering(LakeCache(cache))


def _executing(
    emulated: Any, running: dict[str, _Work], original: Callable[..., Awaitable[None]]
) -> Callable[..., Awaitable[None]]:
    async def execute(query_id: str, *rest: Any) -> None:
        execution = emulated._executions[query_id]
        workgroup = emulated._workgroups.get(execution["WorkGroup"]) or {}
        work = _Work((workgroup.get("Configuration") or {}).get("BytesScannedCutoffPerQuery"))
        if execution.get(_STOPPED):
            work.runner.stop()
        _work.set(work)
        running[query_id] = work
        try:
            await original(query_id, *rest)
        finally:
            del running[query_id]
        execution["Statistics"]["DataScannedInBytes"] = work.total
        status = execution["Status"]
        if execution.get(_STOPPED):
            status |= {"State": "CANCELLED", "StateChangeReason": "Query was cancelled by user"}
        elif work.limit is not None and work.total > work.limit:
            status |= {"State": "CANCELLED", "StateChangeReason": LIMIT_REASON}

    return execute


def _stopping(emulated: Any, running: Mapping[str, _Work], original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def stop(data: Any) -> Any:
        query_id = data.get("QueryExecutionId")
        execution = emulated._executions.get(query_id)
        if execution and execution["Status"]["State"] in ("QUEUED", "RUNNING"):
            execution[_STOPPED] = True
            if work := running.get(query_id):
                work.runner.stop()
        return original(data)

    return stop


def _answering(cache: LakeCache) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def run(query: str, database: str, _catalog: str | None = None) -> dict[str, Any]:
        work = _work.get() or _Work(None)
        return await asyncio.to_thread(_answer, query, database, work, cache)

    return run


def _answer(query: str, database: str, work: _Work, cache: LakeCache) -> dict[str, Any]:
    """Return a result as MiniStack keeps it, all values as texts."""
    # the dialect takes 6 MB, which a sandbox without queries need not have
    from finpulse_cli.standins.athena.answer import Question, Workplace, answered

    tables = {(table.lake.database, table.lake.name): table for table in glue_tables()}
    question = Question(
        query, database, [table.lake for table in tables.values()], datetime.now(UTC).replace(tzinfo=None)
    )
    with tempfile.TemporaryDirectory(prefix="finpulse-athena-") as name:
        folder = Path(name).resolve()

        def files(table: LakeTable) -> list[str]:
            return _laid_out(tables[table.database, table.name], folder, work, cache)

        rows = answered(question, Workplace(folder, files, work.runner), None)
    return {
        "columns": [column.name for column in rows.columns],
        "column_types": [column.type for column in rows.columns],
        "rows": [list(row) for row in rows.rows],
    }


def _laid_out(table: GlueTable, folder: Path, work: _Work, cache: LakeCache) -> list[str]:
    root = folder / table.lake.database / table.lake.name
    layout = Layout(cache, table.read, table.lake.names)
    return layout.write(table.objects(), root, work.count, work.runner.stopped.is_set)
