"""COALESCE, IF, NULLIF, TRY, GREATEST and LEAST."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.operators import compared
from finpulse_cli.standins.athena.dialect.types import BIGINT, UNKNOWN
from finpulse_cli.standins.athena.dialect.values import Typed


def require_strict(call: Arguments) -> None:
    """Raises QuerySyntaxError inside try(…) for what may have a value where an argument has none."""
    if call.writer.attempts:
        raise refused(f"{call.node.name} inside try(…)", "put try(…) around its arguments")


def _coalesce(call: Arguments) -> Typed:
    require_strict(call)
    if call.count < 2:
        raise invalid("coalesce takes two arguments at least")
    values = call.typing.alike(call.values(), "The arguments of coalesce")
    return Typed(f"coalesce({', '.join(value.sql for value in values)})", values[0].type)


def _if(call: Arguments) -> Typed:
    require_strict(call)
    call.need(2, 3)
    condition = call.typing.boolean(call.node.arguments[0], call.scope, "IF condition")
    results = [call.value(place) for place in range(1, call.count)]
    then, otherwise = call.typing.alike([*results, Typed("NULL", UNKNOWN)][:2], "The results of if")
    return Typed(f"CASE WHEN {condition.sql} THEN {then.sql} ELSE {otherwise.sql} END", then.type)


def _nullif(call: Arguments) -> Typed:
    require_strict(call)
    call.need(2)
    left, right = call.values()
    kept = call.simple(left, lambda v: _unless(call, Typed(v, left.type, None, is_simple=True), right))
    return Typed(kept, left.type)


def _unless(call: Arguments, left: Typed, right: Typed) -> str:
    return f"CASE WHEN {compared(call.writer, '=', left, right).sql} THEN NULL ELSE {left.sql} END"


def _try(call: Arguments) -> Typed:
    call.need(1)
    call.writer.attempts += 1
    found = call.value(0)
    call.writer.attempts -= 1
    return found


def _extreme(name: str, call: Arguments) -> Typed:
    """The greatest or least; NULL where any argument is NULL."""
    if not call.count:
        raise invalid(f"{name} takes arguments")
    values = call.typing.alike(call.values(), f"The arguments of {name}")
    kind = values[0].type
    if kind.name in ("array", "map", "row") or (kind.is_floating and call.count > 1 and kind.name == "real"):
        raise refused(f"{name} of {kind}", "compare with CASE")
    fields = ", ".join(f"'a{place}': {value.sql}" for place, value in enumerate(values))
    names = [f"a{place}" for place in range(len(values))]

    def body(row: str) -> str:
        null = " OR ".join(f"{row}.{name} IS NULL" for name in names)
        return f"CASE WHEN {null} THEN NULL ELSE {name}({', '.join(f'{row}.{one}' for one in names)}) END"

    return Typed(call.simple(Typed(f"{{{fields}}}", kind), body), kind)


def _grouping(call: Arguments) -> Typed:
    """Which of the columns are not in the grouping set of this row, as bits."""
    if call.scope.groups is None:
        raise invalid("GROUPING needs GROUP BY")
    columns = [argument for argument in call.node.arguments if isinstance(argument, nodes.Name)]
    if len(columns) != call.count:
        raise invalid("GROUPING takes columns of the GROUP BY")
    values = [call.typing.expression(column, call.scope).sql for column in columns]
    return Typed(f"CAST(GROUPING({', '.join(values)}) AS BIGINT)", BIGINT)


FUNCTIONS: dict[str, Function] = {
    "coalesce": _coalesce,
    "if": _if,
    "nullif": _nullif,
    "try": _try,
    "greatest": partial(_extreme, "greatest"),
    "least": partial(_extreme, "least"),
    "grouping": _grouping,
}
