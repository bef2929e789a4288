"""Rows of texts as a relation that DuckDB reads with the table's own columns and types.

A text that is no value of its column's type is NULL, as at Athena. A text takes DuckDB some 200 times as long to cast
to a decimal of more than 18 digits, so one of fewer digits is tried first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finpulse_cli.standins.athena.dialect.hive import trino_type
from finpulse_cli.standins.athena.dialect.types import Type, decimal, duckdb_name
from finpulse_cli.standins.athena.dialect.values import identifier, quoted

_FAST = 18


def rows_relation(columns: Mapping[str, str], folders: Mapping[str, str], files: Sequence[str]) -> str:
    """SQL of the relation over files as `rows.table_text` makes them; `columns` and `folders` have Hive's types.

    The values of `folders` are read from the files' paths (`…/year=2026/…`). Without a file the relation is empty.
    """
    kinds = {name: trino_type(hive) for name, hive in columns.items()}
    places = {name: trino_type(hive) for name, hive in folders.items()}
    if not files:
        nothing = (
            f"CAST(NULL AS {duckdb_name(kind)}) AS {identifier(name)}" for name, kind in (kinds | places).items()
        )
        return f"(SELECT {', '.join(nothing)} WHERE false)"
    typed = [f"{_cast(identifier(name), kind)} AS {identifier(name)}" for name, kind in kinds.items()]
    selected = ", ".join([*typed, *map(identifier, folders)])
    return f"(SELECT {selected} FROM {_reader(kinds, places, files)})"  # noqa: S608 - names and paths are quoted


def _reader(kinds: Mapping[str, Type], places: Mapping[str, Type], files: Sequence[str]) -> str:
    texts = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in kinds)
    options = [
        "auto_detect = false",
        "header = false",
        "delim = '\t'",
        "quote = '\"'",
        "escape = '\"'",
        "new_line = '\\n'",
        f"nullstr = {quoted(chr(92) + 'N')}",
        "allow_quoted_nulls = false",
        "max_line_size = 16777216",
        f"columns = {{{texts}}}",
        f"hive_partitioning = {str(bool(places)).lower()}",
    ]
    if places:
        types = ", ".join(f"{quoted(name)}: {duckdb_name(kind)}" for name, kind in places.items())
        options.append(f"hive_types = {{{types}}}")
    return f"read_csv([{', '.join(map(quoted, files))}], {', '.join(options)})"


def _cast(sql: str, kind: Type) -> str:
    wide = f"TRY_CAST({sql} AS {duckdb_name(kind)})"
    if kind.name == "varchar":
        return sql
    if kind.is_whole:
        return f"CASE WHEN regexp_full_match({sql}, '[+-]?[0-9]+') THEN {wide} END"
    if kind.name == "decimal" and kind.parameters[0] > _FAST >= kind.parameters[1]:
        fast = f"TRY_CAST({sql} AS {duckdb_name(decimal(_FAST, kind.parameters[1]))})"
        return f"coalesce(CAST({fast} AS {duckdb_name(kind)}), {wide})"
    return wide
