from __future__ import annotations

from decimal import Decimal

import pytest

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
