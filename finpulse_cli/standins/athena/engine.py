"""A DuckDB that holds one table and can reach nothing else: no file, no network, no extension, no Python variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.relation import duckdb_type, json_relation
from lambdas.shared.query.validate import CATALOG

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDERS = {"year": "INTEGER", "month": "INTEGER", "day": "INTEGER"}
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


@dataclass(frozen=True, slots=True)
class LakeTable:
    """The table as Glue would know it; `columns` have Hive's types by name, without the partitions."""

    database: str
    name: str
    columns: Mapping[str, str]

    def relation(self, files: Sequence[str]) -> str:
        """DuckDB's SQL of the table over files in folders `year=/month=/day=`; a nested column is read as text."""
        columns = {name: duckdb_type(hive) or "VARCHAR" for name, hive in self.columns.items()}
        return json_relation(columns, FOLDERS, files, tolerant=True)


@contextmanager
def opened(table: LakeTable, folder: Path, files: Sequence[str]) -> Iterator[DuckDBPyConnection]:
    """A connection in which the table has the names that Athena gives it. It can read below `folder` only."""
    # imported late: most commands never need it
    import duckdb

    connection = duckdb.connect(":memory:", config=_OPTIONS)
    try:
        connection.execute(f"ATTACH ':memory:' AS {CATALOG}")
        connection.execute(f"CREATE SCHEMA {CATALOG}.{_name(table.database)}")
        connection.execute(f"USE {CATALOG}.{_name(table.database)}")
        connection.execute("SET allowed_directories = [$folder]", {"folder": f"{folder}/"})
        connection.execute("SET temp_directory = $folder", {"folder": f"{folder}/spill"})
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        connection.execute(f"CREATE VIEW {_name(table.name)} AS SELECT * FROM {table.relation(files)}")  # noqa: S608
        yield connection
    finally:
        connection.close()


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
