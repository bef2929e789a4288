"""Functions of arrays that take no lambda."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.casts import coerced, converted
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.functions.conditional import require_strict
from finpulse_cli.standins.athena.dialect.functions.subscripts import element
from finpulse_cli.standins.athena.dialect.types import BIGINT, BOOLEAN, DAY_TIME, VARCHAR, Type, array, common
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text

_PLAIN = ("boolean", "varchar", "date", "timestamp", "decimal", "tinyint", "smallint", "integer", "bigint", "double")
_MOST = 10_000  # elements of a sequence, as in Trino


def _array(call: Arguments) -> Typed:
    """The first argument, whose elements can be compared as they are."""
    value = call.of_type(0, "array")
    kind = value.type.parameters[0]
    if kind.name not in (*_PLAIN, "unknown"):
        raise refused(f"{call.node.name} of {value.type}", "use it on an array of numbers, texts or dates")
    return value


def _with_element(call: Arguments) -> tuple[Typed, Typed]:
    """The array and the element as one type."""
    call.need(2)
    value, one = _array(call), call.value(1)
    kind = common(value.type.parameters[0], one.type)
    if kind is None:
        raise invalid(f"{call.node.name} takes an element of {value.type}, not {one.type}")
    return coerced(call.writer, value, array(kind)), coerced(call.writer, one, kind)


def _cardinality(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    if value.type.name not in ("array", "map"):
        raise invalid(f"cardinality takes an array or a map, not {value.type}")
    size = "len" if value.type.name == "array" else "cardinality"
    return Typed(f"CAST({size}({value.sql}) AS BIGINT)", BIGINT)


def _element_at(call: Arguments) -> Typed:
    call.need(2)
    return element(call.writer, call.value(0), call.value(1))


def _contains(call: Arguments) -> Typed:
    """NULL where it is not found, and a NULL is."""
    value, one = _with_element(call)
    pair = Typed(f"{{'a': {value.sql}, 'x': {one.sql}}}", BOOLEAN)

    def body(v: str) -> str:
        null = f"{v}.a IS NULL OR {v}.x IS NULL"
        hole = f"len({v}.a) <> list_count({v}.a)"
        return (
            f"CASE WHEN {null} THEN NULL WHEN list_contains({v}.a, {v}.x) THEN true "
            f"WHEN {hole} THEN NULL ELSE false END"
        )

    return Typed(call.simple(pair, body), BOOLEAN)


def _position(call: Arguments) -> Typed:
    value, one = _with_element(call)
    pair = Typed(f"{{'a': {value.sql}, 'x': {one.sql}}}", BIGINT)

    def body(v: str) -> str:
        found = f"coalesce(CAST(list_position({v}.a, {v}.x) AS BIGINT), 0)"
        return f"CASE WHEN {v}.a IS NULL OR {v}.x IS NULL THEN NULL ELSE {found} END"

    return Typed(call.simple(pair, body), BIGINT)


def _remove(call: Arguments) -> Typed:
    value, one = _with_element(call)
    name = call.writer.fresh("e")

    def body(v: str) -> str:
        kept = f"list_filter({value.sql}, lambda {name}: {name} IS NULL OR {name} <> {v})"
        return f"CASE WHEN {v} IS NULL THEN NULL ELSE {kept} END"

    return Typed(call.simple(one, body), value.type)


def _distinct(call: Arguments) -> Typed:
    """Each once, in the order in which they came."""
    call.need(1)
    value, place = _array(call), call.writer.fresh("i")

    def body(v: str) -> str:
        first = f"list_position({v}, {v}[{place}]) = {place}"
        kept = f"list_filter(range(1, len({v}) + 1), lambda {place}: {first})"
        other = call.writer.fresh("i")
        return f"list_transform({kept}, lambda {other}: {v}[{other}])"

    return Typed(call.simple(value, body), value.type)


def _sort(call: Arguments) -> Typed:
    if call.count == 2:
        raise refused("array_sort with a comparator", "sort by the elements, or reverse(array_sort(x))")
    call.need(1)
    value = _array(call)
    return Typed(f"list_sort({value.sql}, 'ASC', 'NULLS LAST')", value.type)


def _extreme(name: str, call: Arguments) -> Typed:
    """NULL where a NULL is among them."""
    call.need(1)
    value = _array(call)

    def body(v: str) -> str:
        return f"CASE WHEN len({v}) <> list_count({v}) THEN NULL ELSE {name}({v}) END"

    return Typed(call.simple(value, body), value.type.parameters[0])


def _join(call: Arguments) -> Typed:
    """NULLs are left out, or replaced."""
    require_strict(call)
    call.need(2, 3)
    value = _array(call)
    name = call.writer.fresh("e")
    one = Typed(name, value.type.parameters[0], None, is_simple=True)
    text = converted(call.writer, one, VARCHAR, safe=False).sql
    if call.count == 3:
        text = f"coalesce({text}, {call.text(2).sql})"
    texts = f"list_filter(list_transform({value.sql}, lambda {name}: {text}), lambda {name}: {name} IS NOT NULL)"
    joined = call.simple(
        Typed(texts, VARCHAR),
        lambda v: f"CASE WHEN len({v}) = 0 THEN '' ELSE array_to_string({v}, {call.text(1).sql}) END",
    )
    return Typed(joined, VARCHAR)


def _slice(call: Arguments) -> Typed:
    call.need(3)
    value = call.of_type(0, "array")
    start, size = call.as_type(1, BIGINT), call.as_type(2, BIGINT)
    row = Typed(f"{{'a': {value.sql}, 's': {start.sql}, 'n': {size.sql}}}", value.type)

    def body(v: str) -> str:
        begin = f"CASE WHEN {v}.s < 0 THEN len({v}.a) + {v}.s + 1 ELSE {v}.s END"
        cut = f"list_slice({v}.a, {begin}, ({begin}) + {v}.n - 1)"
        nothing = f"{v}.n = 0 OR ({begin}) < 1"
        taken = f"CASE WHEN {nothing} THEN list_slice({v}.a, 1, 0) ELSE {cut} END"
        return call.writer.guarded(f"{v}.s = 0 OR {v}.n < 0", "slice starts at 1 and has a length of 0 at least", taken)

    return Typed(call.simple(row, body), value.type)


def _repeat(call: Arguments) -> Typed:
    call.need(2)
    value, times = call.value(0), call.as_type(1, BIGINT)
    name = call.writer.fresh("i")
    known = cast_text(value.sql, value.type) if value.type.name == "unknown" else value.sql
    return Typed(f"list_transform(range({times.sql}), lambda {name}: {known})", array(value.type))


def _sequence(call: Arguments) -> Typed:
    """From one bound to the other, both included."""
    call.need(2, 3)
    first = call.value(0)
    if first.type.is_whole:
        return _whole_sequence(call)
    if first.type.name in ("date", "timestamp"):
        return _moment_sequence(call, first)
    raise refused(f"sequence of {first.type}", "use whole numbers, dates or timestamps")


def _whole_sequence(call: Arguments) -> Typed:
    bounds = [call.as_type(place, BIGINT).sql for place in range(call.count)]
    row = Typed(f"{{'a': {bounds[0]}, 'b': {bounds[1]}, 's': {bounds[2] if call.count == 3 else 'NULL'}}}", BIGINT)

    def body(v: str) -> str:
        step = f"CAST({v}.s AS BIGINT)" if call.count == 3 else f"CASE WHEN {v}.a <= {v}.b THEN 1 ELSE -1 END"
        wrong = (
            f"({step}) = 0 OR ({v}.b - {v}.a) // ({step}) < 0 OR (({v}.b > {v}.a) <> (({step}) > 0) AND {v}.a <> {v}.b)"
        )
        much = f"abs({v}.b - {v}.a) // abs({step}) >= {_MOST}"
        made = f"CAST(generate_series({v}.a, {v}.b, {step}) AS BIGINT[])"
        sized = call.writer.guarded(much, "result of sequence function must not have more than 10000 entries", made)
        return call.writer.guarded(wrong, "sequence stop value should be on the side of the step", sized)

    return Typed(call.simple(row, body), array(BIGINT))


def _moment_sequence(call: Arguments, first: Typed) -> Typed:
    kind = first.type
    last = call.as_type(1, kind)
    if call.count == 2 and kind.name != "date":
        raise invalid("sequence of timestamps takes a step")
    if call.count == 3:
        step = call.value(2)
        if step.type != DAY_TIME or not isinstance(step.constant, int) or step.constant <= 0:
            raise refused("sequence with such a step", "use a positive INTERVAL of days, hours, minutes or seconds")
        if kind.name == "date" and step.constant % 86_400_000:
            raise invalid("sequence step must be a day interval if start and end values are dates")
        length = step.constant
    else:
        length = 86_400_000
    ends = [f"CAST({side.sql} AS TIMESTAMP)" for side in (first, last)]
    row = Typed(f"{{'a': {ends[0]}, 'b': {ends[1]}}}", kind)

    def body(v: str) -> str:
        made = f"generate_series({v}.a, {v}.b, to_microseconds({length * 1000}))"
        many = f"epoch_ms({v}.b) - epoch_ms({v}.a) >= {length * _MOST}"
        wrong = f"{v}.b < {v}.a OR {many}"
        return call.writer.guarded(wrong, "sequence needs a stop behind its start, at most 10000 steps away", made)

    return Typed(cast_text(call.simple(row, body), array(kind)), array(kind))


def _flatten(call: Arguments) -> Typed:
    call.need(1)
    value = call.of_type(0, "array")
    if value.type.parameters[0].name != "array":
        raise invalid(f"flatten takes an array of arrays, not {value.type}")
    return Typed(f"flatten({value.sql})", value.type.parameters[0])


def _overlap(call: Arguments) -> Typed:
    call.need(2)
    left, right = call.typing.alike([_array(call), call.of_type(1, "array")], "The arguments of arrays_overlap")
    pair = Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", BOOLEAN)

    def body(v: str) -> str:
        hole = f"len({v}.a) <> list_count({v}.a) OR len({v}.b) <> list_count({v}.b)"
        return (
            f"CASE WHEN {v}.a IS NULL OR {v}.b IS NULL THEN NULL WHEN list_has_any({v}.a, {v}.b) THEN true "
            f"WHEN len({v}.a) > 0 AND len({v}.b) > 0 AND ({hole}) THEN NULL ELSE false END"
        )

    return Typed(call.simple(pair, body), BOOLEAN)


def _zip(call: Arguments) -> Typed:
    if call.count < 2:
        raise invalid("zip takes two arrays at least")
    values = [call.of_type(place, "array") for place in range(call.count)]
    kinds = [value.type.parameters[0] for value in values]
    fields = ", ".join(f"'a{place}': {value.sql}" for place, value in enumerate(values))
    name = call.writer.fresh("i")

    def body(v: str) -> str:
        sizes = ", ".join(f"len({v}.a{place})" for place in range(len(values)))
        parts = ", ".join(f"f{place} := {v}.a{place}[{name}]" for place in range(len(values)))
        null = " OR ".join(f"{v}.a{place} IS NULL" for place in range(len(values)))
        made = f"list_transform(range(1, greatest({sizes}) + 1), lambda {name}: struct_pack({parts}))"
        return f"CASE WHEN {null} THEN NULL ELSE {made} END"

    row = Type("row", tuple((None, kind) for kind in kinds))
    return Typed(call.simple(Typed(f"{{{fields}}}", row), body), array(row))


FUNCTIONS: dict[str, Function] = {
    "cardinality": _cardinality,
    "element_at": _element_at,
    "contains": _contains,
    "array_position": _position,
    "array_remove": _remove,
    "array_distinct": _distinct,
    "array_sort": _sort,
    "array_max": partial(_extreme, "list_max"),
    "array_min": partial(_extreme, "list_min"),
    "array_join": _join,
    "slice": _slice,
    "repeat": _repeat,
    "sequence": _sequence,
    "flatten": _flatten,
    "arrays_overlap": _overlap,
    "zip": _zip,
}
