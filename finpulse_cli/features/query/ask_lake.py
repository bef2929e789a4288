"""Asks the lake of a stack on behalf of a command: checks the SQL, shows a spinner, waits.

Athena is asked where the stack has it; else DuckDB, in this process, over the same objects.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.query.answer_table import progress_line
from finpulse_cli.features.query.ask import ATHENA, DUCKDB, Answer, Asking, Engine, Queries
from finpulse_cli.features.tail.lake import LITERAL_NOTE, PREFIX, has_literal_dates
from finpulse_cli.stack.clients import Clients
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.standins.athena.answer import LakeTable
from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.queries import DuckDbQueries
from finpulse_cli.standins.athena.stored_lake import StoredLake
from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.errors import QueryRefusedError
from lambdas.shared.query.execution import QueryStatus
from lambdas.shared.query.validate import Lake, require_select

TIMEOUT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class AskedLake:
    """The lake of a stack, how to reach it, and where to keep what was read of it."""

    clients: Clients
    stack: StackOutputs
    home: TargetHome


def ask_lake(sql: str, lake: AskedLake, limit: int) -> Answer:
    """Return the first `limit` rows of a SELECT. Raises UsageError for any other SQL, and what `Asking.ask` raises."""
    try:
        require_select(sql, Lake(lake.stack.glue_database, frozenset({lake.stack.glue_table})))
    except QueryRefusedError as error:
        raise UsageError(f"the query is refused: {error}", act("see working ones with `{}`", "query --list")) from error
    if lake.stack.athena_workgroup is not None:
        athena = AthenaQueries(lake.clients.athena, lake.stack.athena_workgroup, lake.stack.glue_database)
        return _ask(sql, athena, ATHENA, limit)
    if has_literal_dates(lake.clients.s3, lake.stack.lake_bucket):
        console.note(LITERAL_NOTE)
    return _ask(sql, duckdb_queries(lake, limit), DUCKDB, limit)


def duckdb_queries(lake: AskedLake, most_rows: int) -> DuckDbQueries:
    """Open queries over the stack's objects in this process; a query keeps `most_rows` rows of its result."""
    stack = lake.stack
    stored = StoredLake(lake.clients.s3, stack.lake_bucket, PREFIX, LakeCache(lake.home.lake_cache))
    columns = {column["name"]: column["type"] for column in stack.event_columns}
    table = LakeTable(stack.glue_database, stack.glue_table, columns)
    return DuckDbQueries(stored, table, time.monotonic, utc_now, most_rows)


def _ask(sql: str, queries: Queries, engine: Engine, limit: int) -> Answer:
    with console.stderr().status(engine.working) as spinner:

        def show(status: QueryStatus, seconds: float) -> None:
            spinner.update(f"{engine.working} · {progress_line(status, seconds)}")

        return Asking(queries, utc_now, time.sleep, show, limit, TIMEOUT_SECONDS, engine).ask(sql)
