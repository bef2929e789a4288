"""DuckDB's values and types as Athena's results show them; the emulator's Athena writes the same."""

from __future__ import annotations

_TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",  # what a sum of whole numbers is in DuckDB
    "FLOAT": "float",
    "DOUBLE": "double",
    "DECIMAL": "decimal",
    "VARCHAR": "varchar",
    "BLOB": "varbinary",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "STRUCT": "row",
    "MAP": "map",
}


def athena_type(duck: str) -> str:
    """`DECIMAL(20,10)` -> `decimal`; what Athena has not is a `varchar`."""
    return _TYPES.get(duck.upper().partition("(")[0].strip(), "varchar")


def athena_text(value: object) -> str | None:
    """The text of one value; None for NULL."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
