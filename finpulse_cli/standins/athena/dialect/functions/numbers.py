"""Functions of numbers whose result has the type of what they are given."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.decimals import rescaled, unscaled
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.operators import arithmetic
from finpulse_cli.standins.athena.dialect.types import BIGINT, DOUBLE, decimal
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text


def _number(call: Arguments, place: int = 0) -> Typed:
    value = call.value(place)
    if value.type.name == "unknown":
        return coerced(call.writer, value, DOUBLE)
    if not value.type.is_number:
        raise invalid(f"{call.node.name} takes a number, not {value.type}; use CAST")
    return value


def _abs(call: Arguments) -> Typed:
    call.need(1)
    value = _number(call)
    return Typed(cast_text(f"abs({value.sql})", value.type), value.type)


def _sign(call: Arguments) -> Typed:
    call.need(1)
    value = _number(call)
    kind = decimal(1, 0) if value.type.name == "decimal" else value.type
    return Typed(cast_text(f"sign({value.sql})", kind), kind)


def _mod(call: Arguments) -> Typed:
    call.need(2)
    return arithmetic(call.writer, "%", _number(call), _number(call, 1))


def _whole_up_or_down(name: str, call: Arguments) -> Typed:
    """`floor` and `ceiling`."""
    call.need(1)
    value = _number(call)
    if value.type.is_whole:
        return value
    if value.type.name == "decimal":
        precision, scale = value.type.parameters
        kind = decimal(precision - scale + min(scale, 1), 0)
        return Typed(cast_text(f"{name}({value.sql})", kind), kind)
    return Typed(cast_text(f"{name}({value.sql})", value.type), value.type)


def _round(call: Arguments) -> Typed:
    call.need(1, 2)
    value = _number(call)
    if call.count == 2:
        return _round_to(call, value, call.whole(1))
    if value.type.is_whole:
        return value
    if value.type.name == "decimal":
        precision, scale = value.type.parameters
        kind = decimal(precision - scale + min(scale, 1), 0)
        return Typed(cast_text(value.sql, kind), kind)
    return _round_to(call, value, 0)


def _round_to(call: Arguments, value: Typed, digits: int) -> Typed:
    if digits < 0:
        raise refused("round to less than no decimals", "divide, round and multiply")
    if value.type.is_whole:
        return value
    if value.type.name == "decimal":
        precision, scale = value.type.parameters
        kind = decimal(precision + 1, scale)
        if digits >= scale:
            return Typed(cast_text(value.sql, kind), kind)
        return Typed(cast_text(cast_text(value.sql, decimal(38, digits)), kind), kind)
    if value.type.name == "real":
        raise refused("round(real, n)", "cast to a double first")
    if digits > 15:
        raise refused("round to more than 15 decimals", "use fewer")
    return Typed(call.simple(value, lambda v: _rounded_double(call, v, digits)), DOUBLE)


def _rounded_double(call: Arguments, number: str, digits: int) -> str:
    """As Trino: times a power of ten, to the nearest whole number, halves up in size, and back."""
    factor = f"CAST('1e{digits}' AS DOUBLE)"
    near = f"CASE WHEN isfinite({number}) THEN round({number} * {factor}) / {factor} ELSE {number} END"
    large = f"isfinite({number}) AND abs({number}) * {factor} > 9e18"
    return call.writer.guarded(large, "round of so large a number to so many decimals is not on this target", near)


def _truncate(call: Arguments) -> Typed:
    """Towards zero, to a number of decimals."""
    call.need(1, 2)
    value = _number(call)
    digits = call.whole(1) if call.count == 2 else 0
    if value.type.is_whole and call.count == 1:
        return Typed(cast_text(value.sql, DOUBLE), DOUBLE)
    if value.type.name != "decimal":
        if call.count == 2:
            raise refused("truncate(double, n)", "cast to a decimal first")
        return Typed(cast_text(f"trunc({value.sql})", value.type), value.type)
    precision, scale = value.type.parameters
    if digits < 0:
        raise refused("truncate to less than no decimals", "divide, truncate and multiply")
    if call.count == 1:
        kind = decimal(max(precision - scale, 1), 0)
        return Typed(cast_text(f"trunc({value.sql})", kind), kind)
    if digits >= scale:
        return value
    lost = f"{10 ** (scale - digits)}::HUGEINT"
    return Typed(rescaled(f"(({unscaled(value)} // {lost}) * {lost})", value.type), value.type)


def _log(call: Arguments) -> Typed:
    call.need(2)
    base, number = call.as_type(0, DOUBLE), call.as_type(1, DOUBLE)
    pair = Typed(f"{{'b': {base.sql}, 'x': {number.sql}}}", DOUBLE)

    def body(row: str) -> str:
        fine = f"ln({row}.x) / ln({row}.b)"
        return call.writer.guarded(
            f"{row}.b <= 0 OR {row}.x <= 0", "log of no positive number is not on this target", fine
        )

    return Typed(call.simple(pair, body), DOUBLE)


def _random(call: Arguments) -> Typed:
    call.need(0, 1, 2)
    if not call.count:
        return Typed("random()", DOUBLE)
    bounds = [call.value(place) for place in range(call.count)]
    if not all(isinstance(bound.constant, int) and bound.type.is_whole for bound in bounds):
        raise refused("random with an expression as a bound", "write a whole number")
    low, high = (0, *(int(bound.constant or 0) for bound in bounds))[-2:]
    if low >= high:
        raise invalid("the bound of random must be positive")
    kind = bounds[-1].type
    return Typed(cast_text(f"({low} + floor(random() * {high - low}))", kind), kind)


def _width_bucket(call: Arguments) -> Typed:
    """Which of so many equal parts between two bounds a number lies in; 0 below, one more than there are above."""
    call.need(4)
    parts = [call.as_type(place, DOUBLE).sql for place in range(3)]
    buckets = call.as_type(3, BIGINT).sql
    row = Typed(f"{{'x': {parts[0]}, 'a': {parts[1]}, 'b': {parts[2]}, 'n': {buckets}}}", DOUBLE)

    def body(v: str) -> str:
        low, high = f"least({v}.a, {v}.b)", f"greatest({v}.a, {v}.b)"
        inside = f"CAST(floor(CAST({v}.n AS DOUBLE) * ({v}.x - {low}) / ({high} - {low})) AS BIGINT) + 1"
        rising = f"CASE WHEN {v}.x < {low} THEN 0 WHEN {v}.x >= {high} THEN {v}.n + 1 ELSE {inside} END"
        bucket = f"CASE WHEN {v}.a > {v}.b THEN {v}.n + 1 - ({rising}) ELSE {rising} END"
        null = " OR ".join(f"{v}.{name} IS NULL" for name in "xabn")
        wrong = f"{v}.n <= 0 OR {v}.a = {v}.b OR isnan({v}.x) OR NOT isfinite({v}.a) OR NOT isfinite({v}.b)"
        known = call.writer.guarded(wrong, "width_bucket needs two finite bounds and at least one bucket", bucket)
        return f"CASE WHEN {null} THEN NULL ELSE {known} END"

    return Typed(call.simple(row, body), BIGINT)


FUNCTIONS: dict[str, Function] = {
    "abs": _abs,
    "sign": _sign,
    "mod": _mod,
    "floor": partial(_whole_up_or_down, "floor"),
    "ceiling": partial(_whole_up_or_down, "ceil"),
    "ceil": partial(_whole_up_or_down, "ceil"),
    "round": _round,
    "truncate": _truncate,
    "log": _log,
    "random": _random,
    "rand": _random,
    "width_bucket": _width_bucket,
}
