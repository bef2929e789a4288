"""`x[i]` and `element_at`."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.types import BIGINT
from finpulse_cli.standins.athena.dialect.values import Typed, Writer


def subscript(writer: Writer, value: Typed, index: Typed) -> Typed:
    """`value[index]`; a failure where there is none. Raises QuerySyntaxError for what has no elements."""
    if value.type.name == "array":
        return _of_array(writer, value, coerced(writer, index, BIGINT))
    if value.type.name == "map":
        return _of_map(writer, value, coerced(writer, index, value.type.parameters[0]), missing=True)
    if value.type.name == "row":
        return _of_row(value, index)
    raise invalid(f"Cannot use a subscript with {value.type}")


def element(writer: Writer, value: Typed, index: Typed) -> Typed:
    """`element_at(value, index)`; NULL where there is none."""
    if value.type.name == "map":
        return _of_map(writer, value, coerced(writer, index, value.type.parameters[0]), missing=False)
    if value.type.name != "array":
        raise invalid(f"element_at takes an array or a map, not {value.type}")
    place = coerced(writer, index, BIGINT)
    sql = writer.let(place, lambda v: writer.guarded(f"{v} = 0", "SQL array indices start at 1", f"({value.sql})[{v}]"))
    return Typed(sql, value.type.parameters[0])


def _of_array(writer: Writer, value: Typed, index: Typed) -> Typed:
    def body(row: str) -> str:
        wrong = f"{row}.i <= 0 OR {row}.i > len({row}.a)"
        reason = "Array subscript must be from 1 to the array's length"
        return writer.guarded(wrong, reason, f"({row}.a)[{row}.i]")

    pair = Typed(f"{{'a': {value.sql}, 'i': {index.sql}}}", value.type)
    return Typed(writer.let(pair, body), value.type.parameters[0])


def _of_map(writer: Writer, value: Typed, key: Typed, *, missing: bool) -> Typed:
    def body(row: str) -> str:
        found = f"map_extract_value({row}.m, {row}.k)"
        if not missing:
            return found
        absent = f"{row}.m IS NOT NULL AND {row}.k IS NOT NULL AND NOT map_contains({row}.m, {row}.k)"
        return writer.guarded(absent, "Key not present in map", found)

    pair = Typed(f"{{'m': {value.sql}, 'k': {key.sql}}}", value.type)
    return Typed(writer.let(pair, body), value.type.parameters[1])


def _of_row(value: Typed, index: Typed) -> Typed:
    place = index.constant
    if not isinstance(place, int) or not 0 < place <= len(value.type.parameters):
        raise invalid(f"{value.type} has no field of that number")
    return Typed(f"({value.sql}).f{place - 1}", value.type.parameters[place - 1][1])
