"""Exact decimals: from JSON text to DynamoDB numbers without a float between."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PRICE = Decimal("1e9")
MAX_VOLUME = Decimal("1e15")
MAX_CHANGE_PERCENT = Decimal("1e9")
MAX_DECIMAL_PLACES = 10
STATISTIC_DIGITS = 12  # significant ones of a float that is kept
_WIDE = Context(prec=100)  # a sum of volumes may have more digits than the 28 that Python keeps by itself


def from_statistic(number: float) -> Decimal:
    """Return a float, which a detector has worked out, as the decimal that is kept of it."""
    return Decimal(f"{number:.{STATISTIC_DIGITS}g}")


def canonical(number: Decimal) -> str:
    """Return the shortest plain notation of a number: `412.5` for 412.5000, `100` for 1E+2, `0` for -0.0."""
    text = "0" if number.is_zero() else f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """Return the sum with all its digits; 0 of nothing."""
    with localcontext(_WIDE):
        return sum(numbers, Decimal(0))


def require_price(number: Decimal) -> Decimal:
    """Require a finite price above zero, up to `MAX_PRICE`, with at most ten decimal places."""
    price = _require_exact("price", number, MAX_PRICE)
    if price <= 0:
        raise RecordError(f"price is not above zero: {canonical(price)}")
    return price


def require_volume(number: Decimal) -> Decimal:
    """Require a finite volume of zero or more; fractional shares are allowed."""
    volume = _require_exact("volume", number, MAX_VOLUME)
    if volume < 0:
        raise RecordError(f"volume is below zero: {canonical(volume)}")
    return volume


def require_change_percent(number: Decimal) -> Decimal:
    """Require a finite day's change in per cent of the previous close."""
    return _require_exact("change_percent", number, MAX_CHANGE_PERCENT)


def _require_exact(name: str, number: Decimal, limit: Decimal) -> Decimal:
    """Return the number in its canonical notation.

    DynamoDB refuses one written with more than 38 digits, zeros included.
    """
    if not number.is_finite():
        raise RecordError(f"{name} is not a finite number")
    if number.copy_abs() > limit:  # abs() would round to the context, and overflow for 1E+99999999
        raise RecordError(f"{name} is beyond {canonical(limit)}")
    # adjusted() is read first because a number like 1E-9999999 must not be written out in full
    text = "" if not number.is_zero() and number.adjusted() < -MAX_DECIMAL_PLACES else canonical(number)
    if not text or len(text.partition(".")[2]) > MAX_DECIMAL_PLACES:
        raise RecordError(f"{name} has more than {MAX_DECIMAL_PLACES} decimal places")
    return Decimal(text)
