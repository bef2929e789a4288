"""Functions that need a window."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.functions.over import applied, resolved
from finpulse_cli.standins.athena.dialect.types import BIGINT, DOUBLE, Type, common
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text


def _plain(name: str, kind: Type, call: Arguments) -> Typed:
    call.need(0)
    _require_no_frame(call)
    return Typed(applied(call, name, ""), kind)


def _require_no_frame(call: Arguments) -> None:
    window = call.node.window
    if window is None:
        raise invalid(f"{call.node.name}() needs OVER")
    full = resolved(call, window)
    if full.frame is not None:
        raise invalid(f"Cannot specify window frame for {call.node.name} function")
    if not full.order and call.node.name not in ("row_number",):
        raise refused(f"{call.node.name} without ORDER BY in its window", "add an ORDER BY")


def _ntile(call: Arguments) -> Typed:
    call.need(1)
    _require_no_frame(call)
    if call.whole(0) <= 0:
        raise invalid("Buckets must be greater than 0")
    return Typed(applied(call, "ntile", str(call.whole(0))), BIGINT)


def _offset(name: str, call: Arguments) -> Typed:
    """`lag` and `lead`."""
    call.need(1, 2, 3)
    _require_no_frame(call)
    value = call.value(0)
    distance = call.whole(1) if call.count > 1 else 1
    if distance < 0:
        raise invalid("Offset must be at least 0")
    if call.count < 3:
        return Typed(applied(call, name, f"{_known(value)}, {distance}"), value.type)
    default = call.value(2)
    kind = common(value.type, default.type)
    if kind is None:
        raise invalid(f"{name} takes a default of {value.type}, not {default.type}")
    value, default = coerced(call.writer, value, kind), coerced(call.writer, default, kind)
    return Typed(applied(call, name, f"{value.sql}, {distance}, {default.sql}"), kind)


def _known(value: Typed) -> str:
    return cast_text(value.sql, value.type) if value.type.name == "unknown" else value.sql


def _edge(name: str, call: Arguments) -> Typed:
    """`first_value` and `last_value`."""
    call.need(1)
    value = call.value(0)
    return Typed(applied(call, name, _known(value)), value.type)


def _nth(call: Arguments) -> Typed:
    call.need(2)
    value, place = call.value(0), call.whole(1)
    if place <= 0:
        raise invalid("Offset must be at least 1")
    return Typed(applied(call, "nth_value", f"{_known(value)}, {place}"), value.type)


FUNCTIONS: dict[str, Function] = {
    "row_number": partial(_plain, "row_number", BIGINT),
    "rank": partial(_plain, "rank", BIGINT),
    "dense_rank": partial(_plain, "dense_rank", BIGINT),
    "percent_rank": partial(_plain, "percent_rank", DOUBLE),
    "cume_dist": partial(_plain, "cume_dist", DOUBLE),
    "ntile": _ntile,
    "lag": partial(_offset, "lag"),
    "lead": partial(_offset, "lead"),
    "first_value": partial(_edge, "first_value"),
    "last_value": partial(_edge, "last_value"),
    "nth_value": _nth,
}
