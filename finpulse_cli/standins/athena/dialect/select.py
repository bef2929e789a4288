"""Queries, typed and written for DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.over import sort_text
from finpulse_cli.standins.athena.dialect.functions.registry import AGGREGATES
from finpulse_cli.standins.athena.dialect.operators import comparable
from finpulse_cli.standins.athena.dialect.relations import RelationTyping, Result
from finpulse_cli.standins.athena.dialect.scope import Column, Groups, Scope
from finpulse_cli.standins.athena.dialect.types import BOOLEAN, UNKNOWN, common
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text

_STEPS = 10  # of which the last must find nothing; Athena fails about there, too


@dataclass(frozen=True, slots=True)
class _Output:
    """One column of a SELECT: the expression that it came from, None for one of `*`."""

    name: str | None
    node: nodes.Expression | None
    value: Typed


class QueryTyping(RelationTyping):
    """Writes queries."""

    def query(self, node: nodes.Query, scope: Scope) -> Result:
        """A whole query with all around its body; `scope` is what it can see of the query around it."""
        inside = scope
        for one in node.common:
            write = self._recursive if node.recursive and mentions(one.query, one.name) else self._common
            inside = replace(inside, common={**inside.common, one.name: write(one, inside)})
        if isinstance(node.body, nodes.Select):
            return self._select(node.body, inside, node)
        found = self._body(node.body, inside)
        return self._around(found, node)

    def _common(self, node: nodes.Common, scope: Scope) -> Result:
        found = self.query(node.query, Scope(common=scope.common))
        if node.columns and len(node.columns) != len(found.columns):
            raise invalid(f"'{node.name}' has {len(found.columns)} columns, and {len(node.columns)} names for them")
        names = node.columns or [column.name for column in found.columns]
        columns = (replace(column, name=name) for column, name in zip(found.columns, names, strict=True))
        return Result(f"({found.sql})", tuple(columns))

    def _recursive(self, node: nodes.Common, scope: Scope) -> Result:
        """A query of WITH RECURSIVE, step by step as Trino unrolls it; one that takes more steps fails."""
        body = node.query.body
        if not isinstance(body, nodes.SetOperation) or (body.operator, body.every) != ("UNION", True):
            raise invalid(f"the recursive query '{node.name}' must be an anchor, UNION ALL and a step")
        if not node.columns or node.query != nodes.Query(body) or mentions(body.left, node.name):
            raise refused(
                f"this form of the recursive query '{node.name}'", "name its columns, without ORDER BY or LIMIT"
            )
        found = self._body(body.left, scope)
        names = [column.sql for column in found.columns]
        if len(names) != len(node.columns):
            raise invalid(f"'{node.name}' has {len(names)} columns, and {len(node.columns)} names for them")
        columns = tuple(replace(column, name=name) for column, name in zip(found.columns, node.columns, strict=True))
        steps = [self.writer.fresh("r")]
        written = [f"{steps[0]} AS MATERIALIZED ({found.sql})"]
        for _ in range(_STEPS):
            seen = replace(scope, common={**scope.common, node.name: Result(steps[-1], columns)})
            steps.append(self.writer.fresh("r"))
            written.append(f"{steps[-1]} AS MATERIALIZED ({self._step(body.right, seen, columns)})")
        selected = " UNION ALL ".join(f"SELECT {', '.join(names)} FROM {step}" for step in steps[:-1])  # noqa: S608
        more = f"SELECT {', '.join(names)} FROM {steps[-1]} WHERE {self._too_deep(names[0])}"  # noqa: S608
        return Result(f"(WITH {', '.join(written)} {selected} UNION ALL {more})", columns)

    def _step(self, node: nodes.Body, scope: Scope, columns: tuple[Column, ...]) -> str:
        found = self._body(node, scope)
        if len(found.columns) != len(columns):
            raise invalid("base and step of a recursive query have different numbers of columns")
        table = self.writer.fresh("t")
        values = []
        for column, wanted in zip(found.columns, columns, strict=True):
            if common(column.type, wanted.type) != wanted.type:
                raise invalid(f"a recursive query's step gives {column.type} where its base gives {wanted.type}")
            value = Typed(f"{table}.{column.sql}", column.type, None, is_simple=True)
            values.append(f"{coerced(self.writer, value, wanted.type).sql} AS {wanted.sql}")
        return f"SELECT {', '.join(values)} FROM ({found.sql}) AS {table}"  # noqa: S608 - all ours

    def _too_deep(self, name: str) -> str:
        """Fails where there is a row."""
        failure = self.writer.failure("NOT_SUPPORTED: a recursive query takes at most nine steps on this target")
        return f"CASE WHEN {name} IS NULL OR {name} IS NOT NULL THEN CAST({failure} AS BOOLEAN) END"

    def _body(self, node: nodes.Body, scope: Scope) -> Result:
        match node:
            case nodes.Select():
                return self._select(node, scope, nodes.Query(node))
            case nodes.Values():
                return self._values(node, scope)
            case nodes.SetOperation():
                return self._set_operation(node, scope)
            case nodes.Query():
                return self.query(node, scope)

    def _around(self, found: Result, node: nodes.Query) -> Result:
        """ORDER BY, OFFSET and LIMIT around what is no SELECT."""
        if not node.order and node.limit is None and node.offset is None:
            return found
        name = self.writer.fresh("t")
        columns = tuple(replace(column, sql=f"{name}.{column.sql}") for column in found.columns)
        outputs = [_Output(column.name, None, column.typed) for column in columns]
        order = self._order(node.order, outputs, [column.sql for column in columns], Scope(columns=columns))
        return Result(f"SELECT * FROM ({found.sql}) AS {name}{order}{_bounds(node)}", found.columns)  # noqa: S608

    def _values(self, node: nodes.Values, scope: Scope) -> Result:
        rows = [[self.expression(value, replace(scope, columns=())) for value in row] for row in node.rows]
        if len({len(row) for row in rows}) > 1:
            raise invalid("Values rows have mismatched sizes")
        columns = [self.alike(list(column), "A column of VALUES") for column in zip(*rows, strict=True)]
        names = [self.writer.fresh("c") for _ in columns]
        lines = (f"({', '.join(_known(value) for value in row)})" for row in zip(*columns, strict=True))
        inner = self.writer.fresh("t")
        sql = f"SELECT * FROM (VALUES {', '.join(lines)}) AS {inner}({', '.join(names)})"  # noqa: S608 - all ours
        return Result(sql, tuple(Column(None, c[0].type, name) for c, name in zip(columns, names, strict=True)))

    def _set_operation(self, node: nodes.SetOperation, scope: Scope) -> Result:
        left, right = self._body(node.left, scope), self._body(node.right, scope)
        if len(left.columns) != len(right.columns):
            raise invalid(f"{node.operator} query has different number of fields")
        if node.every and node.operator != "UNION":
            raise refused(f"{node.operator} ALL", f"use {node.operator}")
        kinds = [common(a.type, b.type) for a, b in zip(left.columns, right.columns, strict=True)]
        if None in kinds:
            raise invalid(f"columns of {node.operator} have different types; use CAST")
        names = [self.writer.fresh("c") for _ in kinds]
        sides = []
        for side in (left, right):
            table = self.writer.fresh("t")
            values = (
                coerced(self.writer, Typed(f"{table}.{column.sql}", column.type, None, is_simple=True), kind)
                for column, kind in zip(side.columns, kinds, strict=True)
                if kind is not None
            )
            selected = ", ".join(f"{value.sql} AS {name}" for value, name in zip(values, names, strict=True))
            sides.append(f"(SELECT {selected} FROM ({side.sql}) AS {table})")  # noqa: S608 - all ours
        every = " ALL" if node.every else ""
        columns = (
            Column(column.name, kind, name)
            for column, kind, name in zip(left.columns, kinds, names, strict=True)
            if kind is not None
        )
        return Result(f"{sides[0]} {node.operator}{every} {sides[1]}", tuple(columns))

    def _select(self, node: nodes.Select, around: Scope, query: nodes.Query) -> Result:
        beside = Scope(outer=around, common=around.common)
        found = self.relation(node.relation, beside) if node.relation else None
        scope = replace(
            beside,
            columns=found.columns if found else (),
            windows=dict(node.windows),
            common=around.common,
        )
        where = self._where(node, scope)
        grouped = node.grouping is not None or node.having is not None or any(map(_has_aggregate, _terms(node, query)))
        groups, group_sql = self._groups(node, scope) if grouped else (None, "")
        inside = replace(scope, groups=groups, no_aggregates="" if grouped else scope.no_aggregates)
        outputs = self._outputs(node, inside)
        having = ""
        if node.having is not None:
            no_windows = replace(inside, no_windows="HAVING clause")
            having = f" HAVING {self.boolean(node.having, no_windows, 'HAVING clause').sql}"
        names = [self.writer.fresh("c") for _ in outputs]
        order = self._order(query.order, outputs, names, inside, distinct=node.distinct)
        selected = ", ".join(f"{_known(o.value)} AS {name}" for o, name in zip(outputs, names, strict=True))
        distinct = "DISTINCT " if node.distinct else ""
        source = f" FROM {found.sql}" if found else ""
        sql = f"SELECT {distinct}{selected}{source}{where}{group_sql}{having}{order}{_bounds(query)}"
        columns = (Column(o.name, o.value.type, name) for o, name in zip(outputs, names, strict=True))
        return Result(sql, tuple(columns))

    def _where(self, node: nodes.Select, scope: Scope) -> str:
        if node.where is None:
            return ""
        inside = replace(scope, no_aggregates="WHERE clause", no_windows="WHERE clause")
        return f" WHERE {self.boolean(node.where, inside, 'WHERE clause').sql}"

    def _outputs(self, node: nodes.Select, scope: Scope) -> list[_Output]:
        outputs: list[_Output] = []
        for item in node.items:
            if isinstance(item, nodes.Star):
                outputs += self._star(item, scope)
            else:
                name = item.alias or (item.expression.shown if isinstance(item.expression, nodes.Name) else None)
                if name is None and isinstance(item.expression, nodes.Member):
                    name = item.expression.name
                outputs.append(_Output(name, item.expression, self.expression(item.expression, scope)))
        return outputs

    def _star(self, item: nodes.Star, scope: Scope) -> list[_Output]:
        columns = [
            column for column in scope.columns if not item.prefix or column.relation[-len(item.prefix) :] == item.prefix
        ]
        if not columns:
            raise invalid("SELECT * not allowed in queries without FROM clause, or of a table that is not there")
        outputs = []
        for column in columns:
            if scope.groups is not None and column.sql not in scope.groups.columns:
                raise invalid(f"'{column.name}' must be an aggregate expression or appear in GROUP BY clause")
            outputs.append(_Output(column.name, None, column.typed))
        return outputs

    def _groups(self, node: nodes.Select, scope: Scope) -> tuple[Groups, str]:
        inside = replace(scope, no_aggregates="GROUP BY clause", no_windows="GROUP BY clause")
        terms: dict[nodes.Expression, Typed] = {}
        columns: set[str] = set()
        elements = []
        for grouping in node.grouping or ():
            sets = []
            for one in grouping.sets:
                sets.append([self._group(term, node, inside, terms, columns) for term in one])
            if grouping.kind == "plain":
                elements += sets[0]
            else:
                written = ", ".join(f"({', '.join(group)})" for group in sets)
                elements.append(f"GROUPING SETS ({written})")
        return Groups(terms, frozenset(columns)), f" GROUP BY {', '.join(elements)}" if elements else ""

    def _group(
        self,
        term: nodes.Expression,
        node: nodes.Select,
        scope: Scope,
        terms: dict[nodes.Expression, Typed],
        columns: set[str],
    ) -> str:
        if isinstance(term, nodes.Literal) and term.type.is_whole:
            term = _at_place(int(term.value), node)
        value = self.expression(term, scope)
        if value.type.name == "map":
            raise invalid(f"{value.type} is not comparable, and therefore cannot be used in GROUP BY")
        if isinstance(term, nodes.Name):
            columns.add(value.sql)
        terms[term] = value
        return _known(value)

    def _order(
        self,
        sorts: tuple[nodes.Sort, ...],
        outputs: list[_Output],
        names: list[str],
        scope: Scope,
        *,
        distinct: bool = False,
    ) -> str:
        """ORDER BY; `names` are DuckDB's of the columns of the result."""
        terms = [self._sort(sort, outputs, names, scope, distinct=distinct) for sort in sorts]
        return f" ORDER BY {', '.join(terms)}" if terms else ""

    def _sort(self, sort: nodes.Sort, outputs: list[_Output], names: list[str], scope: Scope, *, distinct: bool) -> str:
        place = self._place(sort.term, outputs)
        if place is not None:
            self._require_order(outputs[place].value)
            return sort_text(names[place], sort)
        if distinct:
            raise invalid("For SELECT DISTINCT, ORDER BY expressions must appear in select list")
        named = {
            output.name.lower(): output.value
            for output in outputs
            if output.name is not None and output.node is not None
        }
        value = self.expression(sort.term, replace(scope, parameters={**named, **scope.parameters}))
        self._require_order(value)
        return sort_text(value.sql, sort)

    def _require_order(self, value: Typed) -> None:
        if value.type.name in ("map", "row", "array"):
            raise refused(f"ORDER BY {value.type}", "order by what it holds")

    def _place(self, term: nodes.Expression, outputs: list[_Output]) -> int | None:
        """The column of the result that is meant: by number, by name, or the very same expression."""
        if isinstance(term, nodes.Literal) and term.type.is_whole:
            if not 0 < int(term.value) <= len(outputs):
                raise invalid(f"ORDER BY position {term.value} is not in select list")
            return int(term.value) - 1
        if isinstance(term, nodes.Name) and len(term.parts) == 1:
            places = [p for p, output in enumerate(outputs) if output.name and output.name.lower() == term.parts[0]]
            if len({outputs[place].value.sql for place in places}) > 1:
                raise invalid(f"Column '{term.parts[0]}' is ambiguous")
            if places:
                return places[0]
        same = [place for place, output in enumerate(outputs) if output.node is not None and output.node == term]
        return same[0] if same else None

    def nested(self, node: nodes.Nested, scope: Scope) -> Typed:
        """A query inside an expression."""
        if self.writer.attempts:
            raise refused("a query inside try(…)", "put try(…) around the arithmetic or the cast alone")
        found = self.query(node.query, scope)
        if node.kind == "exists":
            return Typed(f"EXISTS ({found.sql})", BOOLEAN)
        if len(found.columns) != 1:
            raise invalid(f"Multiple columns returned by subquery are not yet supported. Found {len(found.columns)}")
        [column] = found.columns
        if node.kind == "scalar":
            return Typed(f"({found.sql})", column.type)
        operand = self.expression(node.operand, scope) if node.operand is not None else Typed("NULL", UNKNOWN)
        name = self.writer.fresh("t")
        value = Typed(f"{name}.{column.sql}", column.type, None, is_simple=True)
        left, right = comparable(self.writer, node.operator or "=", operand, value)
        if left.type.is_floating or left.type.name in ("row", "array"):
            raise refused(f"a comparison of {left.type} with a query", "join the query instead")
        inner = f"(SELECT {right.sql} FROM ({found.sql}) AS {name})"  # noqa: S608 - all ours
        if node.kind == "in":
            return Typed(f"({left.sql} {'NOT ' if node.negated else ''}IN {inner})", BOOLEAN)
        return Typed(f"({left.sql} {node.operator} {node.kind.upper()} {inner})", BOOLEAN)


def mentions(node: object, name: str) -> bool:
    """Whether a table of that name stands in a query."""
    if isinstance(node, nodes.Table):
        return node.parts == (name,)
    if isinstance(node, tuple):
        return any(mentions(one, name) for one in node)
    return is_dataclass(node) and any(mentions(getattr(node, part.name), name) for part in fields(node))


def _known(value: Typed) -> str:
    """NULL alone has no type for DuckDB."""
    return cast_text(value.sql, value.type) if value.type == UNKNOWN else value.sql


def _bounds(node: nodes.Query) -> str:
    limit = "" if node.limit is None else f" LIMIT {node.limit}"
    return limit + ("" if not node.offset else f" OFFSET {node.offset}")


def _at_place(place: int, node: nodes.Select) -> nodes.Expression:
    items = node.items
    if any(isinstance(item, nodes.Star) for item in items):
        raise refused("GROUP BY a number beside *", "name the column")
    item = items[place - 1] if 0 < place <= len(items) else None
    if not isinstance(item, nodes.Item):
        raise invalid(f"GROUP BY position {place} is not in select list")
    if _has_aggregate(item.expression):
        raise invalid(f"GROUP BY position {place} cannot contain aggregations")
    return item.expression


def _terms(node: nodes.Select, query: nodes.Query) -> Iterator[nodes.Expression]:
    for item in node.items:
        if isinstance(item, nodes.Item):
            yield item.expression
    for sort in query.order:
        yield sort.term


def _has_aggregate(node: object) -> bool:
    """Whether there is an aggregate in an expression, outside of the queries in it."""
    if isinstance(node, nodes.Nested):
        return node.operand is not None and _has_aggregate(node.operand)
    if isinstance(node, nodes.Call) and node.name in AGGREGATES and node.window is None:
        return True
    if isinstance(node, tuple):
        return any(map(_has_aggregate, node))
    if is_dataclass(node) and not isinstance(node, nodes.Literal):
        return any(_has_aggregate(getattr(node, part.name)) for part in fields(node))
    return False
