"""Glue's types, which are Hive's, as Trino's."""

from __future__ import annotations

import re

from finpulse_cli.standins.athena.dialect.errors import refused
from finpulse_cli.standins.athena.dialect.types import Type, decimal, timestamp

_TYPES = {
    "boolean": "boolean",
    "tinyint": "tinyint",
    "smallint": "smallint",
    "int": "integer",
    "integer": "integer",
    "bigint": "bigint",
    "float": "real",
    "double": "double",
    "date": "date",
    "string": "varchar",
}


def trino_type(hive: str) -> Type:
    """Trino's type of a column. Raises QuerySyntaxError for one that is not on this target."""
    lower = hive.strip().lower()
    if match := re.fullmatch(r"decimal\((\d+), ?(\d+)\)", lower):
        return decimal(int(match[1]), int(match[2]))
    if lower == "timestamp":
        return timestamp()
    if lower not in _TYPES:
        raise refused(f"a column of the type {lower}", "ask a table whose columns are plain")
    return Type(_TYPES[lower])
