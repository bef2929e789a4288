"""Athena's texts as values of their columns' types."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from lambdas.shared.query.execution import ResultColumn

WHOLE = ("tinyint", "smallint", "integer", "bigint")
NUMBERS = (*WHOLE, "decimal", "double", "float", "real")


def value_of(column: ResultColumn, text: str | None) -> Any:
    """Return an int, an exact Decimal, a bool or a text; None for NULL. Athena's `NaN` and `Infinity` stay texts."""
    if text is None:
        return None
    if column.type in NUMBERS:
        return _number(text, whole=column.type in WHOLE)
    return text.lower() == "true" if column.type == "boolean" else text


def is_number(column: ResultColumn) -> bool:
    """Return whether the column stands at the right."""
    return column.type in NUMBERS


def _number(text: str, *, whole: bool) -> Any:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    if whole:
        return int(number)
    plain = number.normalize()
    # `normalize` would write 1200 as 1.2E+3
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
