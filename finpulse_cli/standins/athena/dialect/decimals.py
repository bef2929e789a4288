"""Trino's arithmetic of decimals where DuckDB's is another: division, remainder and averages, rounded half up.

The types of the results are those of Trino's DecimalOperators and DecimalAverageAggregation.
"""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.types import DOUBLE, MAX_PRECISION, Type, decimal
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
    kind = quotient_type(left.type, right.type)
    shift = kind.parameters[1] - left.type.parameters[1] + right.type.parameters[1]
    wide = left.type.parameters[0] + shift > MAX_PRECISION
    sql = quotient(writer, unscaled(left), unscaled(right), shift, wide=wide)
    return Typed(rescaled(sql, kind), kind)


def quotient(writer: Writer, dividend: str, divisor: str, shift: int, *, wide: bool) -> str:
    """`dividend * 10^shift / divisor` of HUGEINTs, rounded half up; `wide` when the product may not fit into one."""
    parts = Typed(f"{{'n': {dividend}, 'd': {divisor}}}", Type("row"))

    def body(value: str) -> str:
        if not wide:
            scaled = f"{value}.n * {10**shift}::HUGEINT" if shift else f"{value}.n"
            first = f"{{'q': ({scaled}) // {value}.d, 'r': ({scaled}) % {value}.d, 'd': {value}.d, 'n': {value}.n}}"
            steps = 0
        else:
            first = f"{{'q': {value}.n // {value}.d, 'r': {value}.n % {value}.d, 'd': {value}.d, 'n': {value}.n}}"
            steps = shift
        divided = _rounded(writer, first, steps)
        return writer.guarded(f"{value}.d = 0", "Division by zero", divided)

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
    sql = writer.let(parts, lambda v: writer.guarded(f"{v}.d = 0", "Division by zero", f"{v}.n % {v}.d"))
    return Typed(rescaled(sql, kind), kind)


def unscaled(value: Typed) -> str:
    """The digits of a decimal as a HUGEINT."""
    precision, scale = value.type.parameters
    if scale == 0:
        return f"CAST({value.sql} AS HUGEINT)"
    if precision + scale < MAX_PRECISION:
        return f"CAST({value.sql} * CAST({10**scale} AS DECIMAL({scale + 1}, 0)) AS HUGEINT)"
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
