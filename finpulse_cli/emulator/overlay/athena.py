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

from finpulse_cli.emulator.overlay.tables import typed_relation

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


class QuerySyntaxError(Exception):
    """A query is no Trino SQL; the text says where."""


def trino_to_duckdb(query: str) -> str:
    """The same query for DuckDB. Raises QuerySyntaxError for what is not one statement of Trino's SQL."""
    # imported late: the command line reads this package's names and never needs the parser
    import sqlglot
    from sqlglot import exp

    try:
        [tree] = sqlglot.parse(query, read="trino")
    except sqlglot.errors.SqlglotError as error:
        raise QuerySyntaxError(_where(error)) from error
    except ValueError as error:
        raise QuerySyntaxError("SYNTAX_ERROR: only one statement is allowed") from error
    if tree is None:
        return query
    for join in tree.find_all(exp.Join):
        # MiniStack finds tables behind FROM and JOIN only, not behind the comma of a list.
        if not any(join.args.get(part) for part in ("kind", "side", "method", "on", "using")):
            join.set("kind", "CROSS")
    for moment in list(tree.find_all(exp.FromISO8601Timestamp)):
        # Times of the lake are UTC. With a zone DuckDB would need an extension, which it downloads.
        moment.replace(exp.cast(moment.this.copy(), "timestamp"))
    return tree.sql(dialect="duckdb")


def _where(error: Exception) -> str:
    """The parser's complaint in one line, as Athena words its own."""
    [first, *_] = getattr(error, "errors", None) or [{}]
    if "line" not in first:
        return f"SYNTAX_ERROR: {str(error).splitlines()[0]}"
    return f"SYNTAX_ERROR: line {first['line']}:{first['col']}: {first['description']}"


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
