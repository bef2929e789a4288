"""A Glue table over JSON lines as a relation that DuckDB reads with the table's own columns and types.

MiniStack lets DuckDB guess from the files: a text that looks like a time becomes one, a column without a value yet is
missing, one damaged line fails the whole query. Athena does none of that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

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
_PLAIN_JSON = ("org.openx.data.jsonserde.JsonSerDe", "org.apache.hive.hcatalog.data.JsonSerDe")


def typed_relation(table: Mapping[str, Any], files: Sequence[str]) -> str | None:
    """SQL of the relation; None for a table that is not flat JSON, or whose folders lack a partition key."""
    storage = table.get("StorageDescriptor") or {}
    serde = storage.get("SerdeInfo") or {}
    columns, partitions = storage.get("Columns") or [], table.get("PartitionKeys") or []
    types = {str(column["Name"]): duckdb_type(str(column["Type"])) for column in [*columns, *partitions]}
    if serde.get("SerializationLibrary") not in _PLAIN_JSON or not columns or None in types.values():
        return None
    folders = [str(key["Name"]) for key in partitions]
    if not all(f"/{name}=" in file for file in files for name in folders):
        return None
    tolerant = (serde.get("Parameters") or {}).get("ignore.malformed.json") == "true"
    options = [
        "format = 'newline_delimited'",
        f"ignore_errors = {str(tolerant).lower()}",
        f"columns = {_struct({name: types[name] or '' for name in types if name not in folders}, quoted=True)}",
        f"hive_partitioning = {str(bool(folders)).lower()}",
    ]
    if folders:
        options.append(f"hive_types = {_struct({name: types[name] or '' for name in folders}, quoted=False)}")
    selected = ", ".join('"' + name.replace('"', '""') + '"' for name in types)
    source = f"read_json([{', '.join(map(_text, files))}], {', '.join(options)})"
    return f"(SELECT {selected} FROM {source})"  # noqa: S608 - names and paths are quoted, types are ours


def duckdb_type(hive: str) -> str | None:
    """DuckDB's name for a Hive type that is not nested; None for any other."""
    lower = hive.strip().lower()
    if match := _DECIMAL.fullmatch(lower):
        return f"DECIMAL({match[1]}, {match[2]})"
    return _TYPES.get(lower.partition("(")[0])


def _struct(members: Mapping[str, str], *, quoted: bool) -> str:
    pairs = (f"{_text(name)}: {_text(value) if quoted else value}" for name, value in members.items())
    return "{" + ", ".join(pairs) + "}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
