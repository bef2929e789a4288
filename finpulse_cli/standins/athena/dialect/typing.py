"""Expressions, typed and written for DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced, converted
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments
from finpulse_cli.standins.athena.dialect.functions.registry import AGGREGATES, WINDOWS, function
from finpulse_cli.standins.athena.dialect.functions.subscripts import subscript
from finpulse_cli.standins.athena.dialect.operators import (
    arithmetic,
    comparable,
    compared,
    concatenated,
    negated,
)
from finpulse_cli.standins.athena.dialect.scope import Scope
from finpulse_cli.standins.athena.dialect.types import (
    BOOLEAN,
    DAY_TIME,
    UNKNOWN,
    VARCHAR,
    YEAR_MONTH,
    Type,
    array,
    common_of,
    zoned,
)
from finpulse_cli.standins.athena.dialect.values import Typed, Writer, cast_text, quoted
from finpulse_cli.standins.athena.dialect.zones import zone_named

if TYPE_CHECKING:
    from finpulse_cli.standins.athena.dialect.nodes import Expression

_LOOSE = (nodes.Case, nodes.Nested, nodes.Predicate)  # may have a value where a part has none, so not inside try(…)


class ExpressionTyping:
    """Writes expressions; queries inside them are written by who inherits. `moment` is when the query began, UTC."""

    def __init__(self, moment: datetime) -> None:
        self.writer = Writer()
        self.moment = moment

    def nested(self, node: nodes.Nested, scope: Scope) -> Typed:
        """A query inside an expression."""
        raise NotImplementedError

    def expression(self, node: Expression, scope: Scope) -> Typed:
        """Any expression. Raises QuerySyntaxError for what Athena or this target refuses."""
        if scope.groups is not None and node in scope.groups.terms:
            return scope.groups.terms[node]
        if self.writer.attempts and (
            isinstance(node, _LOOSE) or (isinstance(node, nodes.Binary) and node.operator in ("and", "or"))
        ):
            raise refused("try(…) around a condition", "put try(…) around the arithmetic or the cast alone")
        write: Callable[..., Typed] = getattr(self, f"_{type(node).__name__.lower()}")
        return write(node, scope)

    def boolean(self, node: Expression, scope: Scope, place: str) -> Typed:
        """A condition."""
        found = self.expression(node, scope)
        if found.type not in (BOOLEAN, UNKNOWN):
            raise invalid(f"{place} must evaluate to a boolean, not {found.type}")
        return coerced(self.writer, found, BOOLEAN)

    def alike(self, values: list[Typed], what: str) -> list[Typed]:
        """The values as the one type that they have in common."""
        kind = common_of([value.type for value in values])
        if kind is None:
            kinds = ", ".join(dict.fromkeys(str(value.type) for value in values))
            raise invalid(f"{what} must be of one type, not {kinds}; use CAST, or at_timezone for another zone")
        return [coerced(self.writer, value, kind) for value in values]

    def _literal(self, node: nodes.Literal, _: Scope) -> Typed:
        kind, text = node.type, node.value
        if kind == UNKNOWN:
            return Typed("NULL", kind, None, is_simple=True)
        if kind == VARCHAR:
            return Typed(quoted(text), kind, text, is_simple=True)
        if kind == BOOLEAN:
            return Typed(text, kind, None, is_simple=True)
        constant = int(text) if kind.is_whole else None
        sql = quoted(text) if kind.name in ("decimal", "double") else text
        return Typed(cast_text(sql, kind), kind, constant, is_simple=True)

    def _interval(self, node: nodes.Interval, _: Scope) -> Typed:
        kind = YEAR_MONTH if node.months else DAY_TIME
        return Typed(f"CAST({node.amount} AS BIGINT)", kind, node.amount, is_simple=True)

    def _name(self, node: nodes.Name, scope: Scope) -> Typed:
        first, *rest = node.parts
        if first in scope.parameters:
            return self._members(scope.parameters[first], rest)
        for count in range(len(node.parts), 0, -1):
            found = scope.find(node.parts[:count])
            if found is not None:
                return self._members(found, list(node.parts[count:]))
        if node.parts[-1].startswith("$"):
            raise refused(f'the hidden column "{node.parts[-1]}"', "use year, month and day")
        raise invalid(f"Column '{'.'.join(node.parts)}' cannot be resolved")

    def _members(self, value: Typed, names: list[str]) -> Typed:
        for name in names:
            value = self._field(value, name)
        return value

    def _member(self, node: nodes.Member, scope: Scope) -> Typed:
        return self._field(self.expression(node.operand, scope), node.name)

    def _field(self, value: Typed, name: str) -> Typed:
        places = [
            place
            for place, (field, _) in enumerate(value.type.parameters if value.type.name == "row" else ())
            if field == name
        ]
        if len(places) != 1:
            raise invalid(f"Column '{name}' cannot be resolved in {value.type}")
        return Typed(f"({value.sql}).f{places[0]}", value.type.parameters[places[0]][1], None, value.is_simple)

    def _unary(self, node: nodes.Unary, scope: Scope) -> Typed:
        if node.operator == "not":
            return Typed(f"(NOT {self.boolean(node.operand, scope, 'NOT').sql})", BOOLEAN)
        found = self.expression(node.operand, scope)
        if node.operator == "-":
            return negated(found)
        if not (found.type.is_number or found.type == UNKNOWN):
            raise invalid(f"+ needs a number, not {found.type}")
        return found

    def _binary(self, node: nodes.Binary, scope: Scope) -> Typed:
        if node.operator in ("and", "or"):
            sides = [self.boolean(side, scope, node.operator.upper()).sql for side in (node.left, node.right)]
            return Typed(f"({sides[0]} {node.operator.upper()} {sides[1]})", BOOLEAN)
        left, right = self.expression(node.left, scope), self.expression(node.right, scope)
        if node.operator == "||":
            return concatenated(self.writer, left, right)
        if node.operator in "+-*/%":
            return arithmetic(self.writer, node.operator, left, right)
        return compared(self.writer, node.operator, left, right)

    def _predicate(self, node: nodes.Predicate, scope: Scope) -> Typed:
        operand = self.expression(node.operand, scope)
        others = [self.expression(other, scope) for other in node.others]
        sql = getattr(self, f"_is_{node.kind}")(operand, others)
        return Typed(f"(NOT {sql})" if node.negated else sql, BOOLEAN)

    def _is_null(self, operand: Typed, _: list[Typed]) -> str:
        return f"({operand.sql} IS NULL)"

    def _is_distinct(self, operand: Typed, others: list[Typed]) -> str:
        left, right = comparable(self.writer, "=", operand, others[0])
        return f"({left.sql} IS DISTINCT FROM {right.sql})"

    def _is_between(self, operand: Typed, others: list[Typed]) -> str:
        low = compared(self.writer, ">=", operand, others[0])
        return f"({low.sql} AND {compared(self.writer, '<=', operand, others[1]).sql})"

    def _is_in(self, operand: Typed, others: list[Typed]) -> str:
        if operand.type.name in ("row", "array", "timestamp with time zone") or operand.type.is_floating:
            return "(" + " OR ".join(compared(self.writer, "=", operand, other).sql for other in others) + ")"
        first, *rest = self.alike([operand, *others], "IN value and list items")
        return f"({first.sql} IN ({', '.join(value.sql for value in rest)}))"

    def _is_like(self, operand: Typed, others: list[Typed]) -> str:
        texts = [coerced(self.writer, value, VARCHAR) for value in (operand, *others)]
        if len(texts) == 2:
            return f"({texts[0].sql} LIKE {texts[1].sql})"
        escape, pattern = texts[2].constant, texts[1].constant
        if not isinstance(escape, str) or len(escape) != 1 or not isinstance(pattern, str):
            raise refused("LIKE … ESCAPE with an expression", "write the pattern and one character as texts")
        self._require_escapes(pattern, escape)
        return f"({texts[0].sql} LIKE {texts[1].sql} ESCAPE {texts[2].sql})"

    def _require_escapes(self, pattern: str, escape: str) -> None:
        rest = pattern
        while escape in rest:
            _, _, rest = rest.partition(escape)
            if rest[:1] not in ("%", "_", escape) or not rest:
                raise invalid("Escape character must be followed by '%', '_' or the escape character itself")
            rest = rest[1:]

    def _case(self, node: nodes.Case, scope: Scope) -> Typed:
        conditions = []
        if node.operand is None:
            conditions = [self.boolean(when, scope, "CASE WHEN clause").sql for when, _ in node.branches]
        else:
            operand = self.expression(node.operand, scope)
            conditions = [
                compared(self.writer, "=", operand, self.expression(when, scope)).sql for when, _ in node.branches
            ]
        results = [self.expression(then, scope) for _, then in node.branches]
        otherwise = self.expression(node.otherwise, scope) if node.otherwise else Typed("NULL", UNKNOWN)
        *results, otherwise = self.alike([*results, otherwise], "All CASE results")
        branches = (f"WHEN {when} THEN {then.sql}" for when, then in zip(conditions, results, strict=True))
        return Typed(f"CASE {' '.join(branches)} ELSE {otherwise.sql} END", otherwise.type)

    def _cast(self, node: nodes.Cast, scope: Scope) -> Typed:
        operand = self.expression(node.operand, scope)
        wanted = node.type
        if wanted.name == "timestamp with time zone":
            wanted = zoned(zone_named(wanted.zone), wanted.parameters[0])
        return converted(self.writer, operand, wanted, safe=node.safe)

    def _call(self, node: nodes.Call, scope: Scope) -> Typed:
        found = function(node.name)
        if node.name in AGGREGATES or node.window is not None:
            scope = self._inside_aggregate(node, scope)
        elif node.distinct or node.order or node.filter or node.star or node.nulls:
            raise invalid(f"DISTINCT, ORDER BY, FILTER and * belong to aggregates, and {node.name} is none")
        if node.name in WINDOWS and node.window is None:
            raise invalid(f"{node.name}() needs OVER")
        if node.window is not None and node.name not in AGGREGATES | WINDOWS:
            raise invalid(f"{node.name} is no window function")
        if node.name not in AGGREGATES | WINDOWS:
            return found(Arguments(self, node, scope))
        # an aggregate is worked out before what surrounds it, so a try(…) around it does not reach inside
        attempts, self.writer.attempts = self.writer.attempts, 0
        written = found(Arguments(self, node, scope))
        self.writer.attempts = attempts
        return written

    def _inside_aggregate(self, node: nodes.Call, scope: Scope) -> Scope:
        if node.window is not None:
            if scope.no_windows:
                raise invalid(f"{scope.no_windows} cannot contain window functions")
            return replace(scope, no_windows="a window function's arguments")
        if scope.no_aggregates:
            raise invalid(f"{scope.no_aggregates} cannot contain aggregations")
        return replace(scope, groups=None, no_aggregates="an aggregation", no_windows="an aggregation")

    def _lambda(self, _: nodes.Lambda, __: Scope) -> Typed:
        raise invalid("a lambda stands where no function takes one")

    def _atzone(self, node: nodes.AtZone, scope: Scope) -> Typed:
        return function("at_timezone")(Arguments(self, nodes.Call("at_timezone", (node.operand, node.zone)), scope))

    def _subscript(self, node: nodes.Subscript, scope: Scope) -> Typed:
        return subscript(self.writer, self.expression(node.operand, scope), self.expression(node.index, scope))

    def _items(self, node: nodes.Items, scope: Scope) -> Typed:
        values = [self.expression(item, scope) for item in node.items]
        if node.kind == "row":
            fields = (f"f{place} := {self._known(value).sql}" for place, value in enumerate(values))
            return Typed(f"struct_pack({', '.join(fields)})", Type("row", tuple((None, v.type) for v in values)))
        values = self.alike(values, "All ARRAY elements")
        kind = values[0].type if values else UNKNOWN
        return Typed(cast_text(f"[{', '.join(v.sql for v in values)}]", array(kind)), array(kind))

    def _known(self, value: Typed) -> Typed:
        return Typed(cast_text(value.sql, value.type), value.type) if value.type == UNKNOWN else value

    def _nested(self, node: nodes.Nested, scope: Scope) -> Typed:
        return self.nested(node, scope)
