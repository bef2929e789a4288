"""Trino's arithmetic of decimals where DuckDB's is another: division, remainder and averages, rounded half up.

The types of the results are those of Trino's DecimalOperators and DecimalAverageAggregation.
"""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.types import DOUBLE, MAX_PRECISION, Type, decimal, duckdb_name
from finpulse_cli.standins.athena.dialect.values import Typed, Writer, cast_text

_CHUNK = 5  # digits of a quotient that are worked out at a time, so that a divisor may have 33 digits
_EXACT = 2**53  # whole numbers up to here are doubles


def sum_type(left: Type, right: Type) -> Type:
    """Of `+` and `-`."""
    (p1, s1), (p2, s2) = left.parameters, right.parameters
    return decimal(max(p1 - s1, p2 - s2) + max(s1, s2) + 1, max(s1, s2))


def product_type(left: Type, right: Type) -> Type:
    """Of `*`."""
    (p1, s1), (p2, s2) = left.parameters, right.parameters
    if s1 + s2 > MAX_PRECISION:
        raise invalid(f"a product of {left} and {right} has more than {MAX_PRECISION} decimals; cast one to fewer")
    return decimal(p1 + p2, s1 + s2)


def quotient_type(left: Type, right: Type) -> Type:
    """Of `/`."""
    (p1, s1), s2 = left.parameters, right.parameters[1]
    return decimal(p1 + s2 + max(s2 - s1, 0), max(s1, s2))


def remainder_type(left: Type, right: Type) -> Type:
    """Of `%`."""
    (p1, s1), (p2, s2) = left.parameters, right.parameters
    return decimal(min(p1 - s1, p2 - s2) + max(s1, s2), max(s1, s2))


def divide(writer: Writer, left: Typed, right: Typed) -> Typed:
    """`left / right`, rounded half up; a failure where right is zero."""
    return divided(writer, left, right, quotient_type(left.type, right.type))


def divided(writer: Writer, left: Typed, right: Typed, kind: Type) -> Typed:
    """`left / right` as a decimal of the scale that Trino's result has, rounded half up.

    Whole numbers of 128 bits are exact, and DuckDB divides them slowly. So the quotient of doubles is looked at first:
    where `left - quotient * right` is less than half a unit of the last digit, it is the one.
    """
    scale = kind.parameters[1]
    shift = scale - left.type.parameters[1] + right.type.parameters[1]
    pair = Typed(f"{{'a': {left.sql}, 'b': {right.sql}}}", Type("row"))

    def body(v: str) -> str:
        sides = [Typed(f"{v}.{name}", side.type) for name, side in (("a", left), ("b", right))]
        wide = left.type.parameters[0] + shift > MAX_PRECISION
        exact = rescaled(quotient(writer, unscaled(sides[0]), unscaled(sides[1]), shift, wide=wide), kind)
        near = _near(v, left.type, right.type, kind)
        found = exact if near is None else writer.let(Typed(near, kind), lambda q: _checked(v, q, scale, exact))
        return writer.guarded(f"{v}.b = 0 AND {v}.a IS NOT NULL", "Division by zero", found)

    return Typed(writer.let(pair, body), kind)


def _near(v: str, left: Type, right: Type, kind: Type) -> str | None:
    """The quotient of doubles, NULL where it cannot be checked within 38 digits; None where that is always so."""
    scale = kind.parameters[1]
    # digits before the point that the check leaves room for
    room = MAX_PRECISION - max(left.parameters[1], right.parameters[1] + scale + 1) - 2
    if room < 1:
        return None
    bound = f"CAST({10**room} AS DECIMAL({room + 1}, 0))"
    quotient_of_doubles = f"TRY_CAST(CAST({v}.a AS DOUBLE) / CAST({v}.b AS DOUBLE) AS {duckdb_name(kind)})"
    return f"CASE WHEN abs({v}.a) < {bound} AND abs({v}.b) < {bound} THEN {quotient_of_doubles} END"


def _checked(v: str, q: str, scale: int, exact: str) -> str:
    half = f"CAST('0.{'5'.zfill(scale + 1)}' AS DECIMAL({scale + 1}, {scale + 1}))"
    is_nearest = f"CASE WHEN {q} IS NOT NULL THEN abs({v}.a - {q} * {v}.b) < abs({v}.b) * {half} ELSE false END"
    return f"CASE WHEN {is_nearest} THEN {q} ELSE {exact} END"


def quotient(writer: Writer, dividend: str, divisor: str, shift: int, *, wide: bool) -> str:
    """`dividend * 10^shift / divisor` of HUGEINTs, rounded half up; `wide` when the product may not fit into one.

    The divisor is not zero.
    """
    parts = Typed(f"{{'n': {dividend}, 'd': {divisor}}}", Type("row"))

    def body(value: str) -> str:
        if not wide:
            scaled = f"{value}.n * {10**shift}::HUGEINT" if shift else f"{value}.n"
            first = f"{{'q': ({scaled}) // {value}.d, 'r': ({scaled}) % {value}.d, 'd': {value}.d, 'n': {value}.n}}"
            steps = 0
        else:
            first = f"{{'q': {value}.n // {value}.d, 'r': {value}.n % {value}.d, 'd': {value}.d, 'n': {value}.n}}"
            steps = shift
        return _rounded(writer, first, steps)

    return writer.let(parts, body)


def _rounded(writer: Writer, first: str, digits: int) -> str:
    """Works out further digits of a quotient, then rounds it."""
    state = Typed(first, Type("row"))
    if digits <= 0:
        return writer.let(state, lambda v: f"{v}.q + {_carry(v)}")
    step = min(_CHUNK, digits)
    factor = f"{10**step}::HUGEINT"

    def body(v: str) -> str:
        following = (
            f"{{'q': {v}.q * {factor} + ({v}.r * {factor}) // {v}.d, 'r': ({v}.r * {factor}) % {v}.d, "
            f"'d': {v}.d, 'n': {v}.n}}"
        )
        return _rounded(writer, following, digits - step)

    return writer.let(state, body)


def _carry(v: str) -> str:
    away = f"CASE WHEN ({v}.n < 0) <> ({v}.d < 0) THEN -1::HUGEINT ELSE 1::HUGEINT END"
    return f"CASE WHEN abs({v}.r) >= abs({v}.d) - abs({v}.r) THEN {away} ELSE 0::HUGEINT END"


def remainder(writer: Writer, left: Typed, right: Typed) -> Typed:
    """`left % right`, with the sign of left."""
    kind = remainder_type(left.type, right.type)
    scale = kind.parameters[1]
    wide = [f"({unscaled(side)} * {10 ** (scale - side.type.parameters[1])}::HUGEINT)" for side in (left, right)]
    parts = Typed(f"{{'n': {wide[0]}, 'd': {wide[1]}}}", Type("row"))
    sql = writer.let(parts, lambda v: _remainder(writer, v))
    return Typed(rescaled(sql, kind), kind)


def _remainder(writer: Writer, v: str) -> str:
    return writer.guarded(f"{v}.d = 0 AND {v}.n IS NOT NULL", "Division by zero", f"{v}.n % {v}.d")


def unscaled(value: Typed) -> str:
    """The digits of a decimal as a HUGEINT."""
    if value.type.parameters[1] == 0:
        return f"CAST({value.sql} AS HUGEINT)"
    # by way of the text, which takes DuckDB less time than a cast
    return f"CAST(replace(CAST({value.sql} AS VARCHAR), '.', '') AS HUGEINT)"


def rescaled(sql: str, kind: Type) -> str:
    """A HUGEINT of digits as the decimal."""
    scale = kind.parameters[1]
    whole = f"CAST({sql} AS DECIMAL(38, 0))"
    if scale == 0:
        return cast_text(whole, kind)
    return cast_text(f"({whole} * CAST('0.{'1'.zfill(scale)}' AS DECIMAL({scale}, {scale})))", kind)


def as_double(value: Typed) -> Typed:
    """The double that is nearest to a decimal; DuckDB's own cast is one off for some of more than 15 digits."""
    precision, scale = value.type.parameters
    plain = cast_text(value.sql, DOUBLE)
    if precision <= 15:
        return Typed(plain, DOUBLE, None, value.is_simple)
    bound = _EXACT // 10**scale
    exact = f"CAST(CAST({value.sql} AS VARCHAR) AS DOUBLE)"
    return Typed(f"CASE WHEN abs({value.sql}) < {bound} THEN {plain} ELSE {exact} END", DOUBLE)
