from __future__ import annotations

from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item

EDGE = "0." + "1234567890123456789012345678901234567"  # 38 digits, all that DynamoDB keeps


def test_values_become_typed_attributes() -> None:
    assert to_item({"symbol": "AAPL", "price": Decimal("1.5"), "scored": 3, "alerted": False}) == {
        "symbol": {"S": "AAPL"},
        "price": {"N": "1.5"},
        "scored": {"N": "3"},
        "alerted": {"BOOL": False},
    }


def test_members_that_are_none_are_left_out() -> None:
    assert to_item({"symbol": "AAPL", "change_percent": None}) == {"symbol": {"S": "AAPL"}}


@pytest.mark.parametrize("text", [EDGE, "9" * 38, "-0.0000000001", "231.50"])
def test_a_decimal_keeps_every_digit(text: str) -> None:
    item = to_item({"n": Decimal(text)})
    assert Decimal(item["n"]["N"]) == Decimal(text)
    assert from_item(item) == {"n": Decimal(text)}


def test_nested_values_come_back_as_plain_python() -> None:
    values = {"fold": {"ids": b"\x00\xff", "totals": [["a", Decimal("1.5")]]}, "window": [Decimal(1), Decimal("2.5")]}
    assert from_item(to_item(values)) == values
    assert type(from_item(to_item(values))["fold"]["ids"]) is bytes


def test_every_type_of_our_tables_is_as_boto3_writes_it() -> None:
    values = {"a": "x", "b": Decimal("1E+2"), "c": 7, "d": True, "e": [None, "y"], "f": {"g": b"1", "h": ()}}
    serialize = TypeSerializer().serialize
    assert to_item(values) == {name: serialize(value) for name, value in values.items()}
    deserialize = TypeDeserializer().deserialize
    item = to_item({name: value for name, value in values.items() if name != "f"})
    assert from_item(item) == {name: deserialize(value) for name, value in item.items()}


@pytest.mark.parametrize("value", [1.5, {1}, object()])
def test_a_value_of_no_such_type_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no attribute of DynamoDB for a "):
        to_item({"n": value})
    with pytest.raises(TypeError, match="type SS"):
        from_item({"n": {"SS": ["a"]}})


@pytest.mark.parametrize("text", ["1" * 39, "NaN", "Infinity", "1E+127"])
def test_a_number_that_dynamodb_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises((ArithmeticError, TypeError)):
        to_item({"n": Decimal(text)})
