"""Functions of arrays and maps that take a lambda."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.errors import refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import BOOLEAN, array, duckdb_name, map_of
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text


def _transform(call: Arguments) -> Typed:
    call.need(2)
    value = call.of_type(0, "array")
    names, body = call.function(1, value.type.parameters[0])
    known = cast_text(body.sql, body.type) if body.type.name == "unknown" else body.sql
    return Typed(f"list_transform({value.sql}, lambda {names}: {known})", array(body.type))


def _filter(call: Arguments) -> Typed:
    call.need(2)
    value = call.of_type(0, "array")
    names, condition = call.condition(1, value.type.parameters[0])
    return Typed(f"list_filter({value.sql}, lambda {names}: coalesce({condition}, false))", value.type)


def _match(name: str, call: Arguments) -> Typed:
    """`any_match` and its kin: NULL where that depends on a NULL."""
    call.need(2)
    value = call.of_type(0, "array")
    names, condition = call.condition(1, value.type.parameters[0])
    found = Typed(f"list_transform({value.sql}, lambda {names}: {condition})", array(BOOLEAN))
    sought, given = {"any_match": (True, True), "all_match": (False, False), "none_match": (True, False)}[name]

    def body(v: str) -> str:
        return (
            f"CASE WHEN {v} IS NULL THEN NULL WHEN list_contains({v}, {str(sought).lower()}) THEN "
            f"{str(given).lower()} WHEN len({v}) <> list_count({v}) THEN NULL ELSE {str(not given).lower()} END"
        )

    return Typed(call.simple(found, body), BOOLEAN)


def _zip_with(call: Arguments) -> Typed:
    call.need(3)
    left, right = call.of_type(0, "array"), call.of_type(1, "array")
    names, body = call.function(2, left.type.parameters[0], right.type.parameters[0])
    first, second = names.split(", ")
    place = call.writer.fresh("i")

    def made(v: str) -> str:
        inner = f"list_transform([{v}.b[{place}]], lambda {second}: {body.sql})[1]"
        one = f"list_transform([{v}.a[{place}]], lambda {first}: {inner})[1]"
        zipped = f"list_transform(range(1, greatest(len({v}.a), len({v}.b)) + 1), lambda {place}: {one})"
        return f"CASE WHEN {v}.a IS NULL OR {v}.b IS NULL THEN NULL ELSE {zipped} END"

    pair = Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", body.type)
    return Typed(call.simple(pair, made), array(body.type))


def _reduce(call: Arguments) -> Typed:
    call.need(4)
    value, start = call.of_type(0, "array"), call.value(1)
    names, body = call.function(2, start.type, value.type.parameters[0])
    kinds = {duckdb_name(kind) for kind in (start.type, value.type.parameters[0], body.type)}
    if len(kinds) != 1 or start.type.name == "unknown":
        raise refused("reduce over several types", "cast the start and the elements to the type of the result")
    reduced = f"list_reduce({value.sql}, lambda {names}: {body.sql}, {start.sql})"
    last, result = call.function(3, start.type)
    return Typed(f"list_transform([{reduced}], lambda {last}: {result.sql})[1]", result.type)


def _map_filter(call: Arguments) -> Typed:
    call.need(2)
    value = call.of_type(0, "map")
    kinds = value.type.parameters
    names, condition = call.condition(1, *kinds)
    return Typed(_rebuilt(call, value, names, condition, None, None), value.type)


def _transform_values(call: Arguments) -> Typed:
    call.need(2)
    value = call.of_type(0, "map")
    key, kind = value.type.parameters
    names, body = call.function(1, key, kind)
    return Typed(_rebuilt(call, value, names, None, None, body.sql), map_of(key, body.type))


def _transform_keys(call: Arguments) -> Typed:
    call.need(2)
    value = call.of_type(0, "map")
    key, kind = value.type.parameters
    names, body = call.function(1, key, kind)
    return Typed(_rebuilt(call, value, names, None, body.sql, None), map_of(body.type, kind))


def _rebuilt(
    call: Arguments, value: Typed, names: str, condition: str | None, key: str | None, content: str | None
) -> str:
    """A map from the entries of another, its keys, values, or only some of them."""
    first, second = names.split(", ")
    entry = call.writer.fresh("m")

    def bound(sql: str) -> str:
        """`sql` with the lambda's parameters, of an entry."""
        inner = f"list_transform([{entry}.value], lambda {second}: {sql})[1]"
        return f"list_transform([{entry}.key], lambda {first}: {inner})[1]"

    entries = f"map_entries({value.sql})"
    if condition is not None:
        entries = f"list_filter({entries}, lambda {entry}: coalesce({bound(condition)}, false))"
    else:
        first_part = bound(key) if key else f"{entry}.key"
        other_part = bound(content) if content else f"{entry}.value"
        made = f"struct_pack(k := {first_part}, v := {other_part})"
        entries = f"list_transform({entries}, lambda {entry}: {made})"
    return f"map_from_entries({entries})"


FUNCTIONS: dict[str, Function] = {
    "transform": _transform,
    "filter": _filter,
    "any_match": partial(_match, "any_match"),
    "all_match": partial(_match, "all_match"),
    "none_match": partial(_match, "none_match"),
    "zip_with": _zip_with,
    "reduce": _reduce,
    "map_filter": _map_filter,
    "transform_values": _transform_values,
    "transform_keys": _transform_keys,
}
