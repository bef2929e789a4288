"""Trino's SQL, which Athena speaks, as DuckDB's: the same values, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from finpulse_cli.standins.athena.dialect.errors import QuerySyntaxError, invalid
from finpulse_cli.standins.athena.dialect.hive import trino_type
from finpulse_cli.standins.athena.dialect.queries import parsed
from finpulse_cli.standins.athena.dialect.relations import TableShape
from finpulse_cli.standins.athena.dialect.scope import Scope
from finpulse_cli.standins.athena.dialect.select import QueryTyping
from finpulse_cli.standins.athena.dialect.types import Type
from lambdas.shared.query.validate import CATALOG

__all__ = ["QuerySyntaxError", "Translation", "table_shape", "trino_to_duckdb"]

_MOST = 2_000_000  # characters of what DuckDB is given


@dataclass(frozen=True, slots=True)
class Translation:
    """A query for DuckDB. `columns` are the result's names and Trino's types, `tables` the names of those it reads."""

    sql: str
    columns: tuple[tuple[str, Type], ...]
    tables: tuple[tuple[str, ...], ...]


def table_shape(parts: Sequence[str], columns: Mapping[str, str], sql: str) -> TableShape:
    """A table of Glue; `columns` have Hive's types by name, `sql` is DuckDB's name of it."""
    return TableShape(
        tuple(part.lower() for part in parts),
        tuple((name.lower(), trino_type(kind)) for name, kind in columns.items()),
        sql,
    )


def trino_to_duckdb(query: str, tables: Sequence[TableShape], database: str, moment: datetime) -> Translation:
    """The same query for DuckDB, asked in a database and begun at `moment`, UTC. Raises QuerySyntaxError."""
    typing = QueryTyping(moment, tuple(tables), (CATALOG, database.lower()))
    found = typing.query(parsed(query), Scope())
    if len(found.sql) > _MOST:
        raise invalid("the query is too large for this target; take it apart with WITH")
    names = (column.name or f"_col{place}" for place, column in enumerate(found.columns))
    columns = tuple((name, column.type) for name, column in zip(names, found.columns, strict=True))
    return Translation(found.sql, columns, tuple(typing.used))
