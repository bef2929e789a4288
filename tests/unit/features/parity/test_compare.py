from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from finpulse_cli.features.parity.compare import Difference, Items, Key, compare_part, same

AAPL: Key = ("AAPL", "1")
MSFT: Key = ("MSFT", "1")


def test_equal_items_differ_in_nothing() -> None:
    items: Items = {AAPL: {"price": Decimal("1.5"), "fold": {"ids": ["a"], "alerts": {}}}}
    part = compare_part("live_prices", items, {AAPL: {"fold": {"alerts": {}, "ids": ["a"]}, "price": Decimal("1.50")}})
    assert (part.name, part.a, part.b, part.differences) == ("live_prices", 1, 1, ())


def test_a_difference_holds_the_fields_that_differ() -> None:
    a: Items = {AAPL: {"price": Decimal(1), "source": "x", "fold": {"first_id": "a", "volume": Decimal(3)}}}
    b: Items = {AAPL: {"price": Decimal(2), "source": "x", "fold": {"first_id": "b", "volume": Decimal(3)}}}
    assert compare_part("candles", a, b).differences == (
        Difference(AAPL, {"fold.first_id": "a", "price": Decimal(1)}, {"fold.first_id": "b", "price": Decimal(2)}),
    )


def test_a_field_that_only_one_side_has_is_a_difference() -> None:
    part = compare_part("x", {AAPL: {"price": 1}}, {AAPL: {"price": 1, "late": {}}})
    assert part.differences == (Difference(AAPL, {}, {"late": {}}),)


def test_an_item_that_only_one_side_has_is_shown_whole() -> None:
    part = compare_part("x", {AAPL: {"price": 1}}, {MSFT: {"price": 2}})
    assert part.differences == (Difference(AAPL, {"price": 1}, None), Difference(MSFT, None, {"price": 2}))
    assert (part.a, part.b) == (1, 1)


def test_what_both_lost_is_a_difference() -> None:
    part = compare_part("x", {AAPL: {"price": 1}}, {AAPL: {"price": 1}}, expected={AAPL, MSFT})
    assert part.differences == (Difference(MSFT, None, None),)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (True, Decimal(1)),
        (Decimal(1), "1"),
        (Decimal("0.1"), Decimal("0.10000000000000000001")),
        ([Decimal(1), Decimal(2)], [Decimal(2), Decimal(1)]),
        ([Decimal(1)], [True]),
        ([[1]], [[True]]),
        ([{"a": 1}], [{"a": True}]),
        ({"a": 1}, {"b": 1}),
        (None, False),
    ],
)
def test_unlike_in_value_or_in_kind(a: Any, b: Any) -> None:
    assert not same(a, b)
    assert same(a, a)
    assert same(b, b)
