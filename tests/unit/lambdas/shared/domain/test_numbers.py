from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.numbers import canonical, require_change_percent, require_price, require_volume
from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("412.5000", "412.5"),
        ("1E+2", "100"),
        ("-0.0", "0"),
        ("0E+99999999", "0"),
        ("0.10", "0.1"),
        ("1E-10", "0.0000000001"),
        ("100", "100"),
        ("-3.10", "-3.1"),
        ("12345678901234567890123456789012345678.90", "12345678901234567890123456789012345678.9"),
    ],
)
def test_canonical_notation_is_plain_short_and_exact(number: str, text: str) -> None:
    assert canonical(Decimal(number)) == text


@pytest.mark.parametrize("number", ["0.0000000001", "1000000000", "231.5"])
def test_a_price_may_be_tiny_or_a_thousand_million(number: str) -> None:
    assert require_price(Decimal(number)) == Decimal(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("NaN", "price is not a finite number"),
        ("sNaN", "price is not a finite number"),
        ("Infinity", "price is not a finite number"),
        ("0", "price is not above zero: 0"),
        ("-0.00", "price is not above zero: 0"),
        ("-12.5", "price is not above zero: -12.5"),
        ("1000000000.0000000001", "price is beyond 1000000000"),
        ("1E+99999999", "price is beyond 1000000000"),
        ("-1E+99999999", "price is beyond 1000000000"),
        ("0.00000000001", "price has more than 10 decimal places"),
        ("1E-9999999", "price has more than 10 decimal places"),
        ("1.00000000001", "price has more than 10 decimal places"),
    ],
)
def test_what_is_not_a_price_is_refused_with_its_reason(number: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        require_price(Decimal(number))
    assert str(caught.value) == reason


def test_volume_may_be_zero_and_fractional() -> None:
    assert require_volume(Decimal("0.5")) == Decimal("0.5")
    assert require_volume(Decimal("1E+15")) == Decimal("1E+15")
    assert require_volume(Decimal(0)) == 0


@pytest.mark.parametrize(
    ("number", "reason"),
    [("-1", "volume is below zero: -1"), ("1000000000000001", "volume is beyond 1000000000000000")],
)
def test_what_is_not_a_volume_is_refused_with_its_reason(number: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        require_volume(Decimal(number))
    assert str(caught.value) == reason


def test_change_may_be_negative_but_not_endless() -> None:
    assert require_change_percent(Decimal("-12.345")) == Decimal("-12.345")
    with pytest.raises(RecordError, match="change_percent is not a finite number"):
        require_change_percent(Decimal("-Infinity"))


@pytest.mark.parametrize("require", [require_price, require_volume, require_change_percent])
@pytest.mark.parametrize("text", ["412." + "50" + "0" * 60, "4.125E+2", "412.5"])
def test_equal_numbers_become_the_same_digits(require: Callable[[Decimal], Decimal], text: str) -> None:
    """DynamoDB refuses a number of more than 38 digits, even if they are zeros."""
    assert str(require(Decimal(text))) == "412.5"


@pytest.mark.parametrize("text", ["-0", "0E+9999999999", "0E-9999999999"])
def test_every_zero_becomes_the_plain_one(text: str) -> None:
    assert str(require_volume(Decimal(text))) == "0"
