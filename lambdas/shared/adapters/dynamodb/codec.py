"""Plain Python values to DynamoDB's typed attributes and back. Numbers stay `Decimal`.

Written out for the types that our tables hold: boto3's own serializers took a fifth of the consumers' time, and whoever
only names a table's reader needs no SDK. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from __future__ import annotations

from decimal import Clamped, Context, Decimal, Inexact, Overflow, Rounded, Underflow
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# DynamoDB's numbers: 38 digits; one that would lose any of them is refused here.
_number = Context(Emin=-128, Emax=126, prec=38, traps=[Clamped, Overflow, Inexact, Rounded, Underflow]).create_decimal


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn `{"price": Decimal("1.5")}` into `{"price": {"N": "1.5"}}`; members that are None are left out.

    Raises `TypeError` for a type that no table of ours holds, a float above all; a `decimal` error for a number that
    has more digits than DynamoDB keeps.
    """
    return {name: _typed(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Undo `to_item`; binary attributes come back as bytes."""
    return {name: _plain(value) for name, value in item.items()}


def _typed(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"S": str(value)}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, Decimal | int):
        return {"N": _digits(value)}
    if isinstance(value, list | tuple):
        return {"L": [_typed(member) for member in value]}
    return _typed_rest(value)


def _typed_rest(value: Any) -> dict[str, Any]:
    if value is None:
        return {"NULL": True}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, dict):
        return {"M": {name: _typed(member) for name, member in value.items()}}
    raise TypeError(f"no attribute of DynamoDB for a {type(value).__name__}")


def _digits(value: Decimal | int) -> str:
    number = _number(value)
    if not number.is_finite():
        raise TypeError(f"{number} is no number in DynamoDB")
    return str(number)


def _plain(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    if kind in ("S", "BOOL"):
        return value
    if kind == "N":
        return _number(value)
    if kind == "L":
        return [_plain(member) for member in value]
    if kind == "M":
        return {name: _plain(member) for name, member in value.items()}
    if kind == "B":
        return bytes(value)
    if kind == "NULL":
        return None
    raise TypeError(f"no value of ours for an attribute of the type {kind}")
