"""What stands behind an aggregate's or a window function's brackets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import BIGINT
from finpulse_cli.standins.athena.dialect.values import cast_text

if TYPE_CHECKING:
    from finpulse_cli.standins.athena.dialect.functions.call import Arguments


_DISTINCT = ("count", "sum", "avg", "min", "max", "array_agg")


def applied(call: Arguments, name: str, arguments: str) -> str:
    """DuckDB's function with the DISTINCT, ORDER BY, FILTER, NULLS and OVER of the call."""
    node = call.node
    if node.distinct and (node.window is not None or node.name not in _DISTINCT):
        raise refused(f"DISTINCT in {node.name}", "take the distinct rows in a subquery first")
    if node.order and node.name != "array_agg":
        raise refused(f"ORDER BY in {node.name}", "it makes no difference there; leave it out")
    if node.order and node.window is not None:
        raise refused("ORDER BY in an aggregate over a window", "order the window")
    distinct = "DISTINCT " if node.distinct else ""
    order = f" ORDER BY {_sorts(call, node.order)}" if node.order else ""
    nulls = f" {node.nulls} NULLS" if node.nulls else ""
    return f"{name}({distinct}{arguments}{order}{nulls}){_filter(call)}{over(call)}"


def _filter(call: Arguments) -> str:
    if call.node.filter is None:
        return ""
    return f" FILTER (WHERE {call.typing.boolean(call.node.filter, call.scope, 'FILTER').sql})"


def over(call: Arguments) -> str:
    """` OVER (…)`; empty without a window."""
    if call.node.window is None:
        return ""
    window = resolved(call, call.node.window)
    parts = []
    if window.partition:
        terms = (call.typing.expression(term, call.scope) for term in window.partition)
        parts.append(f"PARTITION BY {', '.join(term.sql for term in terms)}")
    if window.order:
        parts.append(f"ORDER BY {_sorts(call, window.order)}")
    if window.frame is not None:
        parts.append(_frame(call, window, window.frame))
    return f" OVER ({' '.join(parts)})"


def resolved(call: Arguments, window: nodes.Window) -> nodes.Window:
    """With what the named window that it builds on brings."""
    if window.base is None:
        return window
    base = call.scope.windows.get(window.base)
    if base is None:
        raise invalid(f"Window '{window.base}' cannot be resolved")
    base = resolved(call, base)
    if window.partition or (window.order and base.order) or (base.frame and (window.order or window.frame)):
        raise invalid(f"this cannot be added to the window '{window.base}'")
    return replace(base, order=window.order or base.order, frame=window.frame or base.frame)


def _sorts(call: Arguments, sorts: tuple[nodes.Sort, ...]) -> str:
    return ", ".join(sort_text(call.typing.expression(sort.term, call.scope).sql, sort) for sort in sorts)


def sort_text(sql: str, sort: nodes.Sort) -> str:
    """One term of an ORDER BY; NULLs come last unless it says otherwise."""
    return f"{sql} {'DESC' if sort.descending else 'ASC'} NULLS {'FIRST' if sort.nulls_first else 'LAST'}"


def _frame(call: Arguments, window: nodes.Window, frame: nodes.Frame) -> str:
    if frame.unit == "GROUPS" and not window.order:
        raise invalid("GROUPS needs ORDER BY in its window")
    begin, end = (_bound(call, window, frame, *bound) for bound in (frame.begin, frame.end))
    return f"{frame.unit} BETWEEN {begin} AND {end}"


def _bound(
    call: Arguments, window: nodes.Window, frame: nodes.Frame, distance: nodes.Expression | None, direction: str
) -> str:
    if distance is None:
        return direction
    value = call.typing.expression(distance, call.scope)
    if frame.unit != "RANGE":
        if not value.type.is_whole:
            raise invalid(f"the distance of a frame must be a whole number, not {value.type}")
        return f"{coerced(call.writer, value, BIGINT).sql} {direction}"
    if len(window.order) != 1:
        raise invalid("RANGE with a distance needs one term in its ORDER BY")
    key = call.typing.expression(window.order[0].term, call.scope).type
    if isinstance(distance, nodes.Interval) and key.name in ("timestamp", "timestamp with time zone"):
        unit = f"to_months({distance.amount})" if distance.months else f"to_microseconds({distance.amount * 1000})"
        return f"{unit} {direction}"
    if key.is_number and value.type.is_number:
        return f"{cast_text(value.sql, key) if key.is_whole else coerced(call.writer, value, key).sql} {direction}"
    raise refused(f"RANGE of {value.type} over {key}", "order by a number or a timestamp")
