"""What stands in FROM, written for DuckDB."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.operators import compared
from finpulse_cli.standins.athena.dialect.scope import Column, Scope
from finpulse_cli.standins.athena.dialect.types import BIGINT, Type, common
from finpulse_cli.standins.athena.dialect.typing import ExpressionTyping
from finpulse_cli.standins.athena.dialect.values import Typed, identifier

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table of Glue: its names, from the outermost, its columns with their types, and DuckDB's name of it."""

    parts: tuple[str, ...]
    columns: tuple[tuple[str, Type], ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Relation:
    """SQL that can stand in FROM, and the columns that it brings."""

    sql: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A query: its SQL, and its columns with DuckDB's names of them."""

    sql: str
    columns: tuple[Column, ...]


class RelationTyping(ExpressionTyping):
    """Writes relations. `used` gathers the tables that a query reads.

    `home` is the catalog and database of plain names.
    """

    def __init__(self, moment: datetime, tables: tuple[TableShape, ...], home: tuple[str, str]) -> None:
        super().__init__(moment)
        self._tables = {table.parts: table for table in tables}
        self._home = home
        self.used: dict[tuple[str, ...], TableShape] = {}

    def query(self, node: nodes.Query, scope: Scope) -> Result:
        """A whole query."""
        raise NotImplementedError

    def relation(self, node: nodes.Relation, scope: Scope) -> Relation:
        """Any relation; `scope` is that of the query around it."""
        match node:
            case nodes.Table():
                return self._table(node, scope)
            case nodes.Aliased():
                return self._aliased(node, scope)
            case nodes.Query():
                return self._subquery(node, scope)
            case nodes.Join():
                return self._join(node, scope)
            case nodes.Unnest():
                return self._unnest(node, scope, ())

    def _table(self, node: nodes.Table, scope: Scope) -> Relation:
        if len(node.parts) == 1 and node.parts[0] in scope.common:
            found = scope.common[node.parts[0]]
            assert isinstance(found, Result)  # noqa: S101 - what `query` puts there
            return self._from(found.sql, found.columns, node.parts)
        table = self._tables.get((*self._home[: max(0, 3 - len(node.parts))], *node.parts))
        if table is None:
            raise invalid(f"Table '{'.'.join(node.parts)}' does not exist")
        self.used[table.parts] = table
        name = self.writer.fresh("t")
        columns = (Column(column, kind, f"{name}.{identifier(column)}", table.parts) for column, kind in table.columns)
        return Relation(f"{table.sql} AS {name}", tuple(columns))

    def _from(self, sql: str, columns: tuple[Column, ...], parts: tuple[str, ...]) -> Relation:
        """A query's columns under a name of its own."""
        name = self.writer.fresh("t")
        seen = (replace(column, sql=f"{name}.{column.sql}", relation=parts) for column in columns)
        return Relation(f"{sql} AS {name}", tuple(seen))

    def _subquery(self, node: nodes.Query, scope: Scope) -> Relation:
        # a subquery in FROM sees the names of WITH, and none of the columns beside it
        found = self.query(node, Scope(outer=scope.outer, common=scope.common))
        return self._from(f"({found.sql})", found.columns, ())

    def _aliased(self, node: nodes.Aliased, scope: Scope) -> Relation:
        if isinstance(node.relation, nodes.Unnest):
            found = self._unnest(node.relation, scope, (node.name,))
        else:
            found = self.relation(node.relation, scope)
        if node.columns and len(node.columns) != len(found.columns):
            raise invalid(f"'{node.name}' has {len(found.columns)} columns, and {len(node.columns)} names for them")
        names = node.columns or [column.name for column in found.columns]
        columns = (
            replace(column, name=name, relation=(node.name,)) for column, name in zip(found.columns, names, strict=True)
        )
        return Relation(found.sql, tuple(columns))

    def _unnest(self, node: nodes.Unnest, scope: Scope, parts: tuple[str, ...]) -> Relation:
        """Rows of arrays and maps side by side, the shorter ones filled up with NULL."""
        name, selected, columns = self.writer.fresh("t"), [], []
        lists: list[str] = []
        for argument in node.arguments:
            value = self.expression(argument, scope)
            lists.append(self._as_list(value))
            item = self.writer.fresh("u")
            selected.append(f"unnest({lists[-1]}) AS {item}")
            columns += self._unnested(value, f"{name}.{item}", parts)
        if node.ordinality:
            item = self.writer.fresh("u")
            sizes = ", ".join(f"coalesce(len({one}), 0)" for one in lists)
            selected.append(f"unnest(range(1, greatest({sizes}) + 1)) AS {item}")
            columns.append(Column(None, BIGINT, f"{name}.{item}", parts))
        return Relation(f"LATERAL (SELECT {', '.join(selected)}) AS {name}", tuple(columns))

    def _as_list(self, value: Typed) -> str:
        if value.type.name == "map":
            return f"map_entries({value.sql})"
        if value.type.name != "array":
            raise invalid(f"Cannot unnest type: {value.type}")
        return value.sql

    def _unnested(self, value: Typed, item: str, parts: tuple[str, ...]) -> list[Column]:
        if value.type.name == "map":
            key, kind = value.type.parameters
            return [Column(None, key, f"{item}.key", parts), Column(None, kind, f"{item}.value", parts)]
        element = value.type.parameters[0]
        if element.name == "row":
            fields = enumerate(element.parameters)
            return [Column(field, kind, f"{item}.f{place}", parts) for place, (field, kind) in fields]
        return [Column(None, element, item, parts)]

    def _join(self, node: nodes.Join, scope: Scope) -> Relation:
        left = self.relation(node.left, scope)
        right = self.relation(
            node.right, replace(scope, columns=(*scope.columns, *left.columns)) if _is_unnest(node.right) else scope
        )
        if _is_unnest(node.right) and node.kind not in ("CROSS", "INNER", "LEFT"):
            raise refused(f"{node.kind} JOIN UNNEST", "use CROSS JOIN UNNEST or LEFT JOIN UNNEST … ON TRUE")
        columns = (*left.columns, *right.columns)
        if node.kind == "CROSS":
            return Relation(f"{left.sql} CROSS JOIN {right.sql}", columns)
        if node.using:
            return self._using(node, left, right)
        if node.on is None:
            raise invalid("a JOIN needs ON or USING")
        inside = replace(scope, columns=columns, no_aggregates="JOIN clause", no_windows="JOIN clause")
        condition = self.boolean(node.on, inside, "JOIN ON clause")
        if _is_unnest(node.right) and node.on != nodes.Literal("true", condition.type):
            raise refused("JOIN UNNEST with a condition", "use ON TRUE and WHERE")
        return Relation(f"{left.sql} {node.kind} JOIN {right.sql} ON {condition.sql}", columns)

    def _using(self, node: nodes.Join, left: Relation, right: Relation) -> Relation:
        """The columns of USING come first, once, and belong to neither side."""
        conditions, shared, hidden = [], [], set()
        for name in node.using:
            sides = [self._one(side, name) for side in (left, right)]
            kind = common(sides[0].type, sides[1].type)
            if kind is None:
                raise invalid(f"Column '{name}' of USING has two types: {sides[0].type} and {sides[1].type}")
            conditions.append(compared(self.writer, "=", sides[0].typed, sides[1].typed).sql)
            values = [coerced(self.writer, side.typed, kind).sql for side in sides]
            shown = {"INNER": values[0], "LEFT": values[0], "RIGHT": values[1]}
            shared.append(Column(name, kind, shown.get(node.kind, f"coalesce({', '.join(values)})")))
            hidden |= {side.sql for side in sides}
        rest = (column for column in (*left.columns, *right.columns) if column.sql not in hidden)
        sql = f"{left.sql} {node.kind} JOIN {right.sql} ON {' AND '.join(conditions)}"
        return Relation(sql, (*shared, *rest))

    def _one(self, relation: Relation, name: str) -> Column:
        found = [column for column in relation.columns if (column.name or "").lower() == name]
        if len(found) != 1:
            raise invalid(f"Column '{name}' of USING is {'ambiguous' if found else 'missing from one side'}")
        return found[0]


def _is_unnest(node: nodes.Relation) -> bool:
    return isinstance(node, nodes.Unnest) or (
        isinstance(node, nodes.Aliased) and isinstance(node.relation, nodes.Unnest)
    )
