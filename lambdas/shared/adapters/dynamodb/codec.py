"""Plain Python values to DynamoDB's typed attributes and back. Numbers stay `Decimal`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

if TYPE_CHECKING:
    from collections.abc import Mapping

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """`{"price": Decimal("1.5")}` -> `{"price": {"N": "1.5"}}`; members that are None are left out."""
    return {name: _serializer.serialize(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inverse of `to_item`; binary attributes come back as bytes."""
    return {name: _plain(_deserializer.deserialize(value)) for name, value in item.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Binary):
        binary: Any = value  # the stubs lack the __bytes__ that Binary has
        return bytes(binary)
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value
