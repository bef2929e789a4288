"""Functions whose arguments and result are of fixed types: a table of what each takes, gives and becomes."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import BIGINT, BOOLEAN, DOUBLE, VARCHAR, Type
from finpulse_cli.standins.athena.dialect.values import Typed

_KINDS = {"d": DOUBLE, "v": VARCHAR, "b": BIGINT, "?": BOOLEAN}
_NAN, _LOW = "CAST('NaN' AS DOUBLE)", "CAST('-Infinity' AS DOUBLE)"
_WITHIN_ONE = f"CASE WHEN abs({{0}}) > 1 THEN {_NAN} ELSE {{name}}({{0}}) END"
_LOGARITHM = f"CASE WHEN {{0}} < 0 THEN {_NAN} WHEN {{0}} = 0 THEN {_LOW} ELSE {{form}} END"

# name: what it takes (d double, v varchar, b bigint, ? boolean), what it gives, and DuckDB's SQL of it
_TABLE = {
    "exp": ("d", "d", "exp({0})"),
    "sqrt": ("d", "d", f"CASE WHEN {{0}} < 0 THEN {_NAN} ELSE sqrt({{0}}) END"),
    "ln": ("d", "d", _LOGARITHM.replace("{form}", "ln({0})")),
    "log10": ("d", "d", _LOGARITHM.replace("{form}", "log10({0})")),
    "log2": ("d", "d", _LOGARITHM.replace("{form}", "(ln({0}) / ln(CAST(2 AS DOUBLE)))")),
    "degrees": ("d", "d", "degrees({0})"),
    "radians": ("d", "d", "radians({0})"),
    "sin": ("d", "d", "sin({0})"),
    "cos": ("d", "d", "cos({0})"),
    "tan": ("d", "d", "tan({0})"),
    "atan": ("d", "d", "atan({0})"),
    "atan2": ("dd", "d", "atan2({0}, {1})"),
    "sinh": ("d", "d", "sinh({0})"),
    "cosh": ("d", "d", "cosh({0})"),
    "tanh": ("d", "d", "tanh({0})"),
    "asin": ("d", "d", _WITHIN_ONE.replace("{name}", "asin")),
    "acos": ("d", "d", _WITHIN_ONE.replace("{name}", "acos")),
    "power": ("dd", "d", "power({0}, {1})"),
    "pow": ("dd", "d", "pow({0}, {1})"),
    "pi": ("", "d", "pi()"),
    "e": ("", "d", "exp(CAST(1 AS DOUBLE))"),
    "nan": ("", "d", _NAN),
    "infinity": ("", "d", "CAST('Infinity' AS DOUBLE)"),
    "is_nan": ("d", "?", "isnan({0})"),
    "is_finite": ("d", "?", "isfinite({0})"),
    "is_infinite": ("d", "?", "isinf({0})"),
    "bitwise_and": ("bb", "b", "({0} & {1})"),
    "bitwise_or": ("bb", "b", "({0} | {1})"),
    "bitwise_xor": ("bb", "b", "xor({0}, {1})"),
    "bitwise_not": ("b", "b", "(~{0})"),
    "starts_with": ("vv", "?", "starts_with({0}, {1})"),
    "strpos": ("vv", "b", "strpos({0}, {1})"),
    "current_timezone": ("", "v", "'UTC'"),
}


def _write(kinds: str, result: Type, template: str, call: Arguments) -> Typed:
    call.need(len(kinds))
    values = [call.as_type(place, _KINDS[kind]) for place, kind in enumerate(kinds)]
    if values and template.count("{0}") > 1:
        return Typed(call.simple(values[0], lambda v: template.replace("{0}", v)), result)
    return Typed(template.format(*(value.sql for value in values)), result)


FUNCTIONS: dict[str, Function] = {
    name: partial(_write, kinds, _KINDS[result], template) for name, (kinds, result, template) in _TABLE.items()
}
SAME = frozenset(
    name
    for name, (kinds, _, template) in _TABLE.items()
    if template == f"{name}({', '.join(f'{{{place}}}' for place in range(len(kinds)))})"
)
"""Those that DuckDB has under the same name, with the same values."""
