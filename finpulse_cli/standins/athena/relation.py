"""JSON lines as a relation that DuckDB reads with given columns and types, as Athena reads a table of Glue.

Left alone DuckDB would guess from the files: a text that looks like a time becomes one, a column without a value yet
is missing, one damaged line fails the whole query. Athena does none of that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_TYPES = {
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "string": "VARCHAR",
}
_DECIMAL = re.compile(r"decimal\((\d+), ?(\d+)\)")


def duckdb_type(hive: str) -> str | None:
    """DuckDB's name for a Hive type that is not nested; None for any other."""
    lower = hive.strip().lower()
    if match := _DECIMAL.fullmatch(lower):
        return f"DECIMAL({match[1]}, {match[2]})"
    return _TYPES.get(lower.partition("(")[0])


def json_relation(
    columns: Mapping[str, str], folders: Mapping[str, str], files: Sequence[str], *, tolerant: bool
) -> str:
    """SQL of the relation; `columns` and `folders` have DuckDB's types by name, and the relation has them in order.

    The values of `folders` are read from the files' paths (`…/year=2026/…`). `tolerant` makes a damaged line a row of
    NULLs; else it fails the query. Without a file the relation is empty.
    """
    if not files:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {_name(name)}" for name, kind in {**columns, **folders}.items())
        return f"(SELECT {nothing} WHERE false)"
    options = [
        "format = 'newline_delimited'",
        f"ignore_errors = {str(tolerant).lower()}",
        f"columns = {_struct({name: _text(kind) for name, kind in columns.items()})}",
        f"hive_partitioning = {str(bool(folders)).lower()}",
    ]
    if folders:
        options.append(f"hive_types = {_struct(folders)}")
    selected = ", ".join(map(_name, [*columns, *folders]))
    source = f"read_json([{', '.join(map(_text, files))}], {', '.join(options)})"
    return f"(SELECT {selected} FROM {source})"  # noqa: S608 - names and paths are quoted, types are ours


def _struct(members: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_text(name)}: {value}" for name, value in members.items()) + "}"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
