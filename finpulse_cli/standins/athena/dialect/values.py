"""Expressions as they are written for DuckDB, and the few forms that all of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from finpulse_cli.standins.athena.dialect.types import Type, duckdb_name


@dataclass(frozen=True, slots=True)
class Typed:
    """DuckDB's SQL of a value of one of Trino's types.

    `constant` is a literal's value where it is known. `is_simple`: written twice it costs no more than once.
    """

    sql: str
    type: Type
    constant: str | int | None = None
    is_simple: bool = False


@dataclass(slots=True)
class Writer:
    """Gives names, and says what happens when a value cannot be had."""

    numbers: count[int] = field(default_factory=lambda: count(1))
    attempts: int = 0  # how many try(…) surround what is being written

    def fresh(self, letter: str) -> str:
        """A name that nothing else has."""
        return f"{letter}{next(self.numbers)}"

    def failure(self, message: str) -> str:
        """SQL that fails the query; NULL inside try(…)."""
        return "NULL" if self.attempts else f"error({quoted(message)})"

    def cast(self, sql: str, kind: Type) -> str:
        """DuckDB's cast; NULL inside try(…) for what is no such value."""
        return f"{'TRY_' * (self.attempts > 0)}{cast_text(sql, kind)}"

    def let(self, value: Typed, body: Callable[[str], str]) -> str:
        """`body` of the value, which is computed once."""
        if value.is_simple:
            return body(value.sql)
        name = self.fresh("v")
        return f"list_transform([{value.sql}], lambda {name}: {body(name)})[1]"

    def guarded(self, condition: str, message: str, otherwise: str) -> str:
        """`otherwise`, or a failure where the condition holds."""
        return f"CASE WHEN {condition} THEN {self.failure(message)} ELSE {otherwise} END"


def quoted(text: str) -> str:
    """A text of SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def cast_text(sql: str, kind: Type) -> str:
    """DuckDB's own cast."""
    return f"CAST({sql} AS {duckdb_name(kind)})"
