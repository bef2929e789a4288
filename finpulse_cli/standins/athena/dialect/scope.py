"""The names that an expression may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.nodes import Expression, Window
from finpulse_cli.standins.athena.dialect.types import Type
from finpulse_cli.standins.athena.dialect.values import Typed, Writer


@dataclass(frozen=True, slots=True)
class Column:
    """One column of what stands in FROM: its name as written, or None, the relation's names, and DuckDB's SQL of it."""

    name: str | None
    type: Type
    sql: str
    relation: tuple[str, ...] = ()

    def is_called(self, parts: tuple[str, ...]) -> bool:
        """Whether it has this name, which may begin with some of the relation's."""
        *outer, name = parts
        return (
            self.name is not None
            and self.name.lower() == name
            and (not outer or self.relation[-len(outer) :] == tuple(outer))
        )

    @property
    def typed(self) -> Typed:
        """As a value."""
        return Typed(self.sql, self.type, None, is_simple=True)


@dataclass(frozen=True, slots=True)
class Groups:
    """What a query is grouped by."""

    terms: Mapping[Expression, Typed]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be named at a place in the query; `outer` is that of the query around it.

    `aggregates` and `windows` say why there may be none here, or are empty.
    """

    columns: tuple[Column, ...] = ()
    outer: Scope | None = None
    parameters: Mapping[str, Typed] = field(default_factory=dict)
    groups: Groups | None = None
    windows: Mapping[str, Window] = field(default_factory=dict)
    no_aggregates: str = ""
    no_windows: str = ""
    common: Mapping[str, object] = field(default_factory=dict)

    def find(self, parts: tuple[str, ...]) -> Typed | None:
        """A column, here or around; None when there is none. Raises QuerySyntaxError for two of that name."""
        found = [column for column in self.columns if column.is_called(parts)]
        if len(found) > 1:
            raise invalid(f"Column '{'.'.join(parts)}' is ambiguous")
        if not found:
            return self.outer.find(parts) if self.outer else None
        [column] = found
        if self.groups is not None and column.sql not in self.groups.columns:
            raise invalid(f"'{'.'.join(parts)}' must be an aggregate expression or appear in GROUP BY clause")
        return column.typed


class Typing(Protocol):
    """Writes expressions, for functions that need it of their arguments."""

    writer: Writer
    moment: datetime

    def expression(self, node: Expression, scope: Scope) -> Typed:
        """Any expression."""

    def boolean(self, node: Expression, scope: Scope, place: str) -> Typed:
        """A condition."""

    def alike(self, values: list[Typed], what: str) -> list[Typed]:
        """The values as the one type that they have in common."""
