"""Aggregates, which may also stand over a window."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.decimals import divided
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.functions.over import applied
from finpulse_cli.standins.athena.dialect.types import (
    BIGINT,
    BOOLEAN,
    DAY_TIME,
    DOUBLE,
    MAX_PRECISION,
    YEAR_MONTH,
    Type,
    array,
    decimal,
    map_of,
)
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text

_UNORDERED = ("map", "array", "row", "unknown")


def _count(call: Arguments) -> Typed:
    if call.node.star or not call.count:
        return Typed(applied(call, "count", "*"), BIGINT)
    call.need(1)
    value = call.value(0)
    sql = "CAST(NULL AS INTEGER)" if value.type.name == "unknown" else value.sql
    return Typed(applied(call, "count", sql), BIGINT)


def _count_if(call: Arguments) -> Typed:
    call.need(1)
    condition = call.as_type(0, BOOLEAN)
    return Typed(applied(call, "count", f"CASE WHEN {condition.sql} THEN 1 END"), BIGINT)


def _number(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    if not value.type.is_number and value.type not in (DAY_TIME, YEAR_MONTH):
        raise invalid(f"{call.node.name} takes numbers, not {value.type}; use CAST")
    return value


def _sum(call: Arguments) -> Typed:
    value = _number(call)
    if value.type.is_whole or value.type in (DAY_TIME, YEAR_MONTH):
        kind = BIGINT if value.type.is_whole else value.type
        return Typed(cast_text(applied(call, "sum", value.sql), kind), kind)
    if value.type.name == "decimal":
        kind = decimal(MAX_PRECISION, value.type.parameters[1])
        return Typed(cast_text(applied(call, "sum", value.sql), kind), kind)
    return Typed(cast_text(applied(call, "sum", cast_text(value.sql, DOUBLE)), value.type), value.type)


def _avg(call: Arguments) -> Typed:
    value = _number(call)
    if value.type in (DAY_TIME, YEAR_MONTH):
        raise refused("avg of intervals", "average to_milliseconds(x)")
    if value.type.name != "decimal":
        kind = DOUBLE if value.type.is_whole else value.type
        return Typed(cast_text(applied(call, "avg", cast_text(value.sql, DOUBLE)), kind), kind)
    total = Typed(applied(call, "sum", value.sql), decimal(MAX_PRECISION, value.type.parameters[1]))
    # over no rows the sum is NULL, and so is all that comes of it
    many = f"nullif(CAST({applied(call, 'count', value.sql)} AS DECIMAL(19, 0)), 0)"
    return divided(call.writer, total, Typed(many, decimal(19, 0)), value.type)


def _extreme(name: str, call: Arguments) -> Typed:
    call.need(1, 2)
    value = call.value(0)
    if value.type.name in _UNORDERED:
        raise refused(f"{name} of {value.type}", f"use {name} of a number, a text or a time")
    if call.count == 1:
        return Typed(applied(call, name, value.sql), value.type)
    size = call.whole(1)
    if not 0 < size <= 10_000:
        raise invalid(f"the second argument of {name} must be from 1 to 10000")
    return Typed(cast_text(applied(call, name, f"{value.sql}, {size}"), array(value.type)), array(value.type))


def _extreme_by(name: str, call: Arguments) -> Typed:
    """The value beside the least or greatest other one, be it NULL."""
    if call.count == 3:
        raise refused(f"{call.node.name} of several", "use slice(array_agg(x ORDER BY y), 1, n)")
    call.need(2)
    value, by = call.value(0), call.value(1)
    if by.type.name in _UNORDERED:
        raise refused(f"{call.node.name} by {by.type}", "use a number, a text or a time")
    known = cast_text(value.sql, value.type) if value.type.name == "unknown" else value.sql
    return Typed(applied(call, name, f"{known}, {by.sql}"), value.type)


def _any_value(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    return Typed(applied(call, "any_value", value.sql), value.type)


def _array_agg(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    return Typed(applied(call, "list", value.sql), array(value.type))


def _map_agg(call: Arguments) -> Typed:
    call.need(2)
    key, value = call.value(0), call.value(1)
    entry = f"CASE WHEN {key.sql} IS NOT NULL THEN {{'k': {key.sql}, 'v': {value.sql}}} END"
    name = call.writer.fresh("m")
    kept = f"list_filter({applied(call, 'list', entry)}, lambda {name}: {name} IS NOT NULL)"
    return Typed(f"map_from_entries({kept})", map_of(key.type, value.type))


def _histogram(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    if value.type.name in _UNORDERED or value.type.is_floating:
        raise refused(f"histogram of {value.type}", "use GROUP BY and count(*)")
    kind = map_of(value.type, BIGINT)
    return Typed(cast_text(applied(call, "histogram", value.sql), kind), kind)


def _logical(name: str, call: Arguments) -> Typed:
    call.need(1)
    return Typed(applied(call, name, call.as_type(0, BOOLEAN).sql), BOOLEAN)


def _bits(name: str, call: Arguments) -> Typed:
    call.need(1)
    return Typed(applied(call, name, call.as_type(0, BIGINT).sql), BIGINT)


def _statistic(name: str, count: int, call: Arguments) -> Typed:
    """Of doubles; NULL where there is no finite one."""
    call.need(count)
    values = ", ".join(call.as_type(place, DOUBLE).sql for place in range(count))
    found = Typed(applied(call, name, values), DOUBLE)
    return Typed(call.simple(found, lambda v: f"CASE WHEN isfinite({v}) THEN {v} END"), DOUBLE)


def _approx_distinct(call: Arguments) -> Typed:
    """Counted, which is nearer than Athena promises to be."""
    call.need(1, 2)
    if call.count == 2:
        error = call.node.arguments[1]
        if not isinstance(error, nodes.Literal) or not call.value(1).type.is_number:
            raise refused("approx_distinct with an expression as its error", "write the number itself")
        if not 0.0040625 <= float(error.value) <= 0.26:
            raise invalid("Standard error must be in [0.0040625, 0.26]")
    if call.node.distinct:
        raise invalid("approx_distinct takes no DISTINCT")
    return Typed(applied(call, "count", f"DISTINCT {call.value(0).sql}"), BIGINT)


def _approx_percentile(call: Arguments) -> Typed:
    """The value at that place among all in order, as a t-digest has it that holds every value on its own."""
    if call.count != 2:
        raise refused("approx_percentile with a weight or an accuracy", "use approx_percentile(x, percentage)")
    value = call.value(0)
    if not value.type.is_number:
        raise invalid(f"approx_percentile takes numbers, not {value.type}")
    kind = value.type if value.type.is_floating else BIGINT if value.type.is_whole else DOUBLE
    asked = call.value(1)
    every, name = _collected(call, value, kind), call.writer.fresh("n")
    ordered = Typed(f"list_sort(list_filter({every}, lambda {name}: {name} IS NOT NULL))", array(kind))
    if asked.type.name == "array":
        shares = coerced(call.writer, asked, array(DOUBLE))
        name = call.writer.fresh("q")
        found = call.simple(ordered, lambda v: f"list_transform({shares.sql}, lambda {name}: {_share(call, v, name)})")
        return Typed(found, array(kind))
    share = coerced(call.writer, asked, DOUBLE)
    return Typed(call.simple(ordered, lambda v: _share(call, v, share.sql)), kind)


def _collected(call: Arguments, value: Typed, kind: Type) -> str:
    return applied(call, "list", coerced(call.writer, value, kind).sql)


def _share(call: Arguments, values: str, share: str) -> str:
    place = f"least(CAST(floor({share} * len({values})) AS BIGINT), len({values}) - 1) + 1"
    found = f"CASE WHEN len({values}) > 0 THEN {values}[{place}] END"
    wrong = f"{share} < 0 OR {share} > 1"
    return call.writer.guarded(wrong, "Percentile must be between 0 and 1", found)


FUNCTIONS: dict[str, Function] = {
    "count": _count,
    "count_if": _count_if,
    "sum": _sum,
    "avg": _avg,
    "min": partial(_extreme, "min"),
    "max": partial(_extreme, "max"),
    "min_by": partial(_extreme_by, "arg_min_null"),
    "max_by": partial(_extreme_by, "arg_max_null"),
    "arbitrary": _any_value,
    "any_value": _any_value,
    "array_agg": _array_agg,
    "map_agg": _map_agg,
    "histogram": _histogram,
    "bool_and": partial(_logical, "bool_and"),
    "bool_or": partial(_logical, "bool_or"),
    "every": partial(_logical, "bool_and"),
    "bitwise_and_agg": partial(_bits, "bit_and"),
    "bitwise_or_agg": partial(_bits, "bit_or"),
    "stddev": partial(_statistic, "stddev_samp", 1),
    "stddev_samp": partial(_statistic, "stddev_samp", 1),
    "stddev_pop": partial(_statistic, "stddev_pop", 1),
    "variance": partial(_statistic, "var_samp", 1),
    "var_samp": partial(_statistic, "var_samp", 1),
    "var_pop": partial(_statistic, "var_pop", 1),
    "corr": partial(_statistic, "corr", 2),
    "covar_pop": partial(_statistic, "covar_pop", 2),
    "covar_samp": partial(_statistic, "covar_samp", 2),
    "regr_slope": partial(_statistic, "regr_slope", 2),
    "regr_intercept": partial(_statistic, "regr_intercept", 2),
    "geometric_mean": partial(_statistic, "geometric_mean", 1),
    "approx_distinct": _approx_distinct,
    "approx_percentile": _approx_percentile,
}
