"""Arithmetic, comparisons and `||`, with the types and the failures that Trino gives them."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect import decimals
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import (
    BOOLEAN,
    DAY_TIME,
    VARCHAR,
    YEAR_MONTH,
    Type,
    as_decimal,
    common,
)
from finpulse_cli.standins.athena.dialect.values import Typed, Writer, cast_text

_INTERVALS = (DAY_TIME, YEAR_MONTH)
_MOMENTS = ("date", "timestamp", "timestamp with time zone")


def arithmetic(writer: Writer, operator: str, left: Typed, right: Typed) -> Typed:
    """`left operator right` of + - * / %. Raises QuerySyntaxError for types that have it not."""
    if left.type.name in _MOMENTS or right.type.name in _MOMENTS or {left.type, right.type} & set(_INTERVALS):
        return _of_time(writer, operator, left, right)
    kind = common(left.type, right.type)
    if kind is None or not kind.is_number:
        raise _cannot(operator, left, right)
    if kind.name == "decimal":
        return _of_decimals(writer, operator, *(_as_decimal(writer, side, kind) for side in (left, right)))
    left, right = coerced(writer, left, kind), coerced(writer, right, kind)
    if kind.is_whole and operator in "/%":
        return Typed(_whole_division(writer, operator, left, right), kind)
    if kind.is_floating and operator == "%":
        # of no divisor DuckDB makes NULL
        nan = cast_text("'NaN'", kind)
        sql = writer.let(right, lambda v: f"CASE WHEN {v} = 0 THEN {nan} ELSE {left.sql} % {v} END")
        return Typed(sql, kind)
    return Typed(cast_text(f"({left.sql} {operator} {right.sql})", kind), kind)


def _as_decimal(writer: Writer, value: Typed, kind: Type) -> Typed:
    if value.type.name == "unknown":
        return coerced(writer, value, kind)
    return coerced(writer, value, as_decimal(value.type))


def _of_decimals(writer: Writer, operator: str, left: Typed, right: Typed) -> Typed:
    if operator == "/":
        return decimals.divide(writer, left, right)
    if operator == "%":
        return decimals.remainder(writer, left, right)
    kind = (decimals.product_type if operator == "*" else decimals.sum_type)(left.type, right.type)
    return Typed(cast_text(f"({left.sql} {operator} {right.sql})", kind), kind)


def _whole_division(writer: Writer, operator: str, left: Typed, right: Typed) -> str:
    sign = {"/": "//", "%": "%"}[operator]
    if isinstance(right.constant, int) and right.constant != 0:
        return f"({left.sql} {sign} {right.sql})"

    def body(v: str) -> str:
        return writer.guarded(f"{v}.b = 0 AND {v}.a IS NOT NULL", "Division by zero", f"({v}.a {sign} {v}.b)")

    return writer.let(Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", left.type), body)


def _of_time(writer: Writer, operator: str, left: Typed, right: Typed) -> Typed:
    """With a date, a timestamp or an interval on either side."""
    if left.type in _INTERVALS:
        if operator == "+" and right.type.name in _MOMENTS:
            return _shifted(operator, right, left)
        return _of_intervals(writer, operator, left, right)
    if operator in "+-" and right.type in _INTERVALS and left.type.name in _MOMENTS:
        return _shifted(operator, left, right)
    if operator == "-" and left.type.name in _MOMENTS and right.type.name in _MOMENTS:
        return _difference(writer, left, right)
    if operator == "*" and right.type in _INTERVALS:
        return _of_intervals(writer, operator, right, left)
    raise _cannot(operator, left, right)


def _of_intervals(writer: Writer, operator: str, left: Typed, right: Typed) -> Typed:
    if operator in "+-" and left.type == right.type:
        return Typed(f"({left.sql} {operator} {right.sql})", left.type)
    if operator == "*" and right.type.is_whole:
        return Typed(f"({left.sql} * {coerced(writer, right, Type('bigint')).sql})", left.type)
    if operator in "*/" and right.type.is_number:
        raise refused("an interval times or by a fraction", "multiply it by a whole number")
    raise _cannot(operator, left, right)


def _difference(writer: Writer, left: Typed, right: Typed) -> Typed:
    """Two moments apart, in milliseconds."""
    if "timestamp with time zone" not in (left.type.name, right.type.name):
        kind = common(left.type, right.type)
        if kind is None:
            raise _cannot("-", left, right)
        left, right = coerced(writer, left, kind), coerced(writer, right, kind)
    elif left.type.name != right.type.name:
        raise refused("a difference of a timestamp with and one without time zone", "use date_diff of two alike")
    sides = [f"epoch_ms(CAST({side.sql} AS TIMESTAMP))" for side in (left, right)]
    return Typed(f"({sides[0]} - {sides[1]})", DAY_TIME)


def _shifted(operator: str, moment: Typed, interval: Typed) -> Typed:
    kind = moment.type
    if interval.type == YEAR_MONTH:
        return _shifted_months(operator, moment, interval)
    if kind.name == "date":
        if not isinstance(interval.constant, int) or interval.constant % 86_400_000:
            raise invalid("Cannot add hour, minutes or seconds to a date")
        return Typed(f"CAST({moment.sql} {operator} to_days({interval.constant // 86_400_000}) AS DATE)", kind)
    return Typed(f"({moment.sql} {operator} to_microseconds({interval.sql} * 1000))", kind)


def _shifted_months(operator: str, moment: Typed, interval: Typed) -> Typed:
    kind = moment.type
    if kind.name == "timestamp with time zone" and kind.zone != "UTC":
        raise refused("months and a timestamp of another zone than UTC", "use date_add('month', …)")
    shifted = f"({moment.sql} {operator} to_months(CAST({interval.sql} AS INTEGER)))"
    return Typed(cast_text(shifted, kind), kind)


def negated(value: Typed) -> Typed:
    """`-value`."""
    if value.type in _INTERVALS or value.type.is_number:
        constant = -value.constant if isinstance(value.constant, int) else None
        return Typed(cast_text(f"(- {value.sql})", value.type), value.type, constant, value.is_simple)
    if value.type.name == "unknown":
        return value
    raise invalid(f"Cannot negate {value.type}")


def concatenated(writer: Writer, left: Typed, right: Typed) -> Typed:
    """`left || right` of texts or of arrays."""
    if "array" in (left.type.name, right.type.name):
        kind = common(left.type, right.type)
        if kind is None:
            raise refused("|| of an array and an element", "use concat(array, ARRAY[element])")
        sides = [coerced(writer, side, kind).sql for side in (left, right)]
        null = f"{sides[0]} IS NULL OR {sides[1]} IS NULL"
        return Typed(f"CASE WHEN {null} THEN NULL ELSE list_concat({sides[0]}, {sides[1]}) END", kind)
    return Typed(f"({coerced(writer, left, VARCHAR).sql} || {coerced(writer, right, VARCHAR).sql})", VARCHAR)


def compared(writer: Writer, operator: str, left: Typed, right: Typed) -> Typed:
    """`left operator right` of = <> < <= > >=."""
    left, right = comparable(writer, operator, left, right)
    if left.type.name == "row":
        return Typed(_of_rows(writer, operator, left, right), BOOLEAN)
    if left.type.name == "array":
        return Typed(_of_arrays(writer, operator, left, right), BOOLEAN)
    return Typed(comparison(operator, left, right), BOOLEAN)


def _of_rows(writer: Writer, operator: str, left: Typed, right: Typed) -> str:
    """Field by field, as NULL is neither equal nor unequal to anything."""

    def body(rows: str) -> str:
        fields = []
        for place, (_, kind) in enumerate(left.type.parameters):
            sides = [Typed(f"{rows}.{side}.f{place}", kind, None, is_simple=True) for side in "ab"]
            fields.append(compared(writer, operator, *sides).sql)
        return f"({(' AND ' if operator == '=' else ' OR ').join(fields)})"

    return writer.let(Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", Type("row")), body)


def _of_arrays(writer: Writer, operator: str, left: Typed, right: Typed) -> str:
    """DuckDB has a NULL inside equal to a NULL inside, Trino does not know."""

    def body(sides: str) -> str:
        holes = " OR ".join(f"len({sides}.{side}) <> list_count({sides}.{side})" for side in "ab")
        reason = "NOT_SUPPORTED: arrays with a NULL inside are not compared on this target; compare the elements"
        return writer.guarded(holes, reason, f"({sides}.a {operator} {sides}.b)")

    return writer.let(Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", Type("row")), body)


def comparison(operator: str, left: Typed, right: Typed) -> str:
    """Of two values of one type. DuckDB has NaN equal to itself and above all numbers, Trino neither."""
    plain = f"({left.sql} {operator} {right.sql})"
    if not left.type.is_floating:
        return plain
    if operator == "<>":
        return f"({plain} OR isnan({left.sql}))"
    asked = right if operator in ("<", "<=") else left
    return f"({plain} AND NOT isnan({asked.sql}))"


def comparable(writer: Writer, operator: str, left: Typed, right: Typed) -> tuple[Typed, Typed]:
    """Both sides as one type. Raises QuerySyntaxError where Trino does not compare them."""
    zoned = "timestamp with time zone"
    if left.type.name == right.type.name == zoned:
        return left, right
    if zoned in (left.type.name, right.type.name) and "unknown" not in (left.type.name, right.type.name):
        # a time without a zone is one of the session's, UTC
        left, right = (_instant(writer, side) for side in (left, right))
        return left, right
    kind = common(left.type, right.type)
    if kind is None:
        raise _cannot(operator, left, right)
    if kind.name == "map" or (kind.name in ("array", "row") and operator not in ("=", "<>")):
        raise refused(f"a comparison of {kind} by {operator}", "compare what it holds")
    return coerced(writer, left, kind), coerced(writer, right, kind)


def _instant(writer: Writer, value: Typed) -> Typed:
    if value.type.name == "timestamp with time zone":
        return value
    return coerced(writer, value, Type("timestamp with time zone", (6, "UTC")))


def _cannot(operator: str, left: Typed, right: Typed) -> Exception:
    return invalid(f"Cannot apply operator: {left.type} {operator} {right.type}; use CAST")
