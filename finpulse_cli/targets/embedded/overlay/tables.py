"""A Glue table over JSON lines as a relation of DuckDB, where MiniStack would let DuckDB guess from the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finpulse_cli.standins.athena.relation import duckdb_type, json_relation

_PLAIN_JSON = ("org.openx.data.jsonserde.JsonSerDe", "org.apache.hive.hcatalog.data.JsonSerDe")


def typed_relation(table: Mapping[str, Any], files: Sequence[str]) -> str | None:
    """SQL of the relation; None for a table that is not flat JSON, or whose folders lack a partition key."""
    storage = table.get("StorageDescriptor") or {}
    serde = storage.get("SerdeInfo") or {}
    columns, folders = _types(storage.get("Columns")), _types(table.get("PartitionKeys"))
    if serde.get("SerializationLibrary") not in _PLAIN_JSON or not columns or folders is None:
        return None
    if not all(f"/{name}=" in file for file in files for name in folders):
        return None
    tolerant = (serde.get("Parameters") or {}).get("ignore.malformed.json") == "true"
    return json_relation(columns, folders, files, tolerant=tolerant)


def _types(columns: Sequence[Mapping[str, Any]] | None) -> dict[str, str] | None:
    """DuckDB's types by name; None when there is one of another kind."""
    types = {str(column["Name"]): duckdb_type(str(column["Type"])) for column in columns or []}
    known = {name: kind for name, kind in types.items() if kind is not None}
    return known if len(known) == len(types) else None
