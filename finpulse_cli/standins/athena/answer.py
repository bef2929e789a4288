"""One query from Trino's SQL to Athena's texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from finpulse_cli.standins.athena.engine import Runner, Source, opened
from finpulse_cli.standins.athena.relation import rows_relation
from finpulse_cli.standins.athena.texts import athena_text, athena_type
from finpulse_cli.standins.athena.trino import Translation, table_shape, trino_to_duckdb
from lambdas.shared.query.execution import QueryRows, ResultColumn
from lambdas.shared.query.validate import CATALOG

FOLDERS = {"year": "int", "month": "int", "day": "int"}


@dataclass(frozen=True, slots=True)
class LakeTable:
    """The table as Glue knows it; `columns` and `folders`, the partitions, have Hive's types by name."""

    database: str
    name: str
    columns: Mapping[str, str]
    folders: Mapping[str, str] = field(default_factory=lambda: FOLDERS)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns that are in the objects, in lower case."""
        return tuple(name.lower() for name in self.columns)

    @property
    def parts(self) -> tuple[str, ...]:
        """All that its name can begin with."""
        return CATALOG, self.database.lower(), self.name.lower()


@dataclass(frozen=True, slots=True)
class Question:
    """SQL, the database of its plain names, the tables it may read, and when it was asked, UTC."""

    sql: str
    database: str
    tables: Sequence[LakeTable]
    moment: datetime


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a query is answered: `files` lays out those of a table below `folder` and gives their paths."""

    folder: Path
    files: Callable[[LakeTable], list[str]]
    runner: Runner


def answered(question: Question, workplace: Workplace, most_rows: int | None) -> QueryRows:
    """The rows of a query, at most so many; none of one that was stopped.

    Raises QuerySyntaxError for what is refused, duckdb.Error for what fails, TimeLimitError for what takes too long.
    """
    sources = {table.parts: (f"source{place}", table) for place, table in enumerate(question.tables)}
    shapes = [table_shape(parts, {**table.columns, **table.folders}, name) for parts, (name, table) in sources.items()]
    translation = trino_to_duckdb(question.sql, shapes, question.database, question.moment)
    read = [sources[parts] for parts in translation.tables]
    laid_out = [(name, table, workplace.files(table)) for name, table in read]
    if workplace.runner.stopped.is_set():
        return QueryRows((), (), cut=False)
    made = [Source(name, rows_relation(table.columns, table.folders, found)) for name, table, found in laid_out]
    with opened(made, workplace.folder) as connection:
        rows = workplace.runner.rows(connection, translation.sql, None if most_rows is None else most_rows + 1)
    return _as_texts(translation, rows, most_rows)


def _as_texts(translation: Translation, rows: Sequence[tuple[object, ...]], most_rows: int | None) -> QueryRows:
    kinds = [kind for _, kind in translation.columns]
    texts = (
        tuple(athena_text(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows[:most_rows]
    )
    columns = tuple(ResultColumn(name, athena_type(kind)) for name, kind in translation.columns)
    return QueryRows(columns, tuple(texts), cut=most_rows is not None and len(rows) > most_rows)
