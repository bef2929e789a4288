"""Functions of maps that take no lambda."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import UNKNOWN, Type, array, map_of
from finpulse_cli.standins.athena.dialect.values import Typed


def _map(call: Arguments) -> Typed:
    """Of two arrays, keys and values."""
    call.need(0, 2)
    if not call.count:
        return Typed("map(CAST([] AS INTEGER[]), CAST([] AS INTEGER[]))", map_of(UNKNOWN, UNKNOWN))
    keys, values = call.of_type(0, "array"), call.of_type(1, "array")
    pair = Typed(f"{{'k': {keys.sql}, 'v': {values.sql}}}", keys.type)

    def body(v: str) -> str:
        made = f"map({v}.k, {v}.v)"
        wrong = f"len({v}.k) <> len({v}.v)"
        null = f"CASE WHEN {v}.k IS NULL OR {v}.v IS NULL THEN NULL ELSE {made} END"
        return call.writer.guarded(wrong, "Key and value arrays must be the same length", null)

    return Typed(call.simple(pair, body), map_of(keys.type.parameters[0], values.type.parameters[0]))


def _side(name: str, place: int, call: Arguments) -> Typed:
    call.need(1)
    value = call.of_type(0, "map")
    return Typed(f"{name}({value.sql})", array(value.type.parameters[place]))


def _entries(call: Arguments) -> Typed:
    call.need(1)
    value = call.of_type(0, "map")
    row = Type("row", tuple((None, kind) for kind in value.type.parameters))
    name = call.writer.fresh("m")
    made = f"struct_pack(f0 := {name}.key, f1 := {name}.value)"
    return Typed(f"list_transform(map_entries({value.sql}), lambda {name}: {made})", array(row))


def _from_entries(call: Arguments) -> Typed:
    call.need(1)
    value = call.of_type(0, "array")
    row = value.type.parameters[0]
    if row.name != "row" or len(row.parameters) != 2:
        raise invalid(f"map_from_entries takes an array of rows of two, not {value.type}")
    return Typed(f"map_from_entries({value.sql})", map_of(*(kind for _, kind in row.parameters)))


def _concat(call: Arguments) -> Typed:
    """Of a key in several maps the last value counts."""
    values = [call.of_type(place, "map") for place in range(call.count)]
    if len(values) < 2:
        raise invalid("map_concat takes two maps at least")
    values = call.typing.alike(values, "The arguments of map_concat")
    null = " OR ".join(f"{value.sql} IS NULL" for value in values)
    return Typed(f"CASE WHEN {null} THEN NULL ELSE map_concat({', '.join(v.sql for v in values)}) END", values[0].type)


FUNCTIONS: dict[str, Function] = {
    "map": _map,
    "map_keys": partial(_side, "map_keys", 0),
    "map_values": partial(_side, "map_values", 1),
    "map_entries": _entries,
    "map_from_entries": _from_entries,
    "map_concat": _concat,
}
