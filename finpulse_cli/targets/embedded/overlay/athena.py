"""Athena as the lake needs it: Trino's SQL, typed tables, real figures of bytes scanned, limits that hold.

MiniStack hands the SQL to DuckDB nearly as it is, counts the result's letters as bytes scanned, ignores the
workgroup's limit, and lets a cancelled query end well. Each is put right by wrapping one function.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from finpulse_cli.standins.athena.trino import trino_to_duckdb
from finpulse_cli.targets.embedded.overlay.tables import typed_relation

LIMIT_REASON = "Bytes scanned limit was exceeded"
_STOPPED = "_stopped"  # names with a leading underscore are never shown by GetQueryExecution


@dataclass(slots=True)
class _Scan:
    """Bytes that the query at work has read, and how many it may; None: any number."""

    limit: int | None
    total: int = 0


_scan: ContextVar[_Scan | None] = ContextVar("scan", default=None)


class ScanLimitError(Exception):
    """A query would read more than its workgroup allows."""


def install() -> None:
    """Wrap MiniStack's functions."""
    emulated: Any = import_module("ministack.services.athena")
    emulated._execute_query = _executing(emulated, emulated._execute_query)
    emulated._stop_query_execution = _stopping(emulated, emulated._stop_query_execution)
    emulated._rewrite_data_paths = _rewriting(emulated._rewrite_data_paths)
    emulated._materialize_table_files = _counting(emulated._materialize_table_files)
    emulated._table_relation = _typing(emulated._table_relation)


def _executing(emulated: Any, original: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def execute(query_id: str, *rest: Any) -> None:
        execution = emulated._executions[query_id]
        workgroup = emulated._workgroups.get(execution["WorkGroup"]) or {}
        scan = _Scan((workgroup.get("Configuration") or {}).get("BytesScannedCutoffPerQuery"))
        _scan.set(scan)
        await original(query_id, *rest)
        execution["Statistics"]["DataScannedInBytes"] = scan.total
        status = execution["Status"]
        if execution.get(_STOPPED):
            status |= {"State": "CANCELLED", "StateChangeReason": "Query was cancelled by user"}
        elif scan.limit is not None and scan.total > scan.limit:
            status |= {"State": "CANCELLED", "StateChangeReason": LIMIT_REASON}

    return execute


def _stopping(emulated: Any, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def stop(data: Any) -> Any:
        execution = emulated._executions.get(data.get("QueryExecutionId"))
        if execution and execution["Status"]["State"] in ("QUEUED", "RUNNING"):
            execution[_STOPPED] = True
        return original(data)

    return stop


def _rewriting(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def rewrite(query: str, *rest: Any) -> Any:
        return await original(trino_to_duckdb(query), *rest)

    return rewrite


def _counting(original: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def materialize(*arguments: Any) -> list[str]:
        files = original(*arguments)
        scan = _scan.get()
        if scan is not None:
            scan.total += sum(os.stat(file).st_size for file in files)  # noqa: PTH116 - paths as texts, by the hundred
            if scan.limit is not None and scan.total > scan.limit:
                raise ScanLimitError(LIMIT_REASON)
        return files

    return materialize


def _typing(original: Callable[..., str]) -> Callable[..., str]:
    def relation(table: Any, files: list[str]) -> str:
        return typed_relation(table, files) or original(table, files)

    return relation
