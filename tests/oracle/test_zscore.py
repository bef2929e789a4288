"""The oracle's rule against cases worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.oracle.zscore import Finding, judge

FLAT = [Decimal(100)] * 30
# fifteen 99s and fifteen 101s: mean 100, variance 30/29, stdev 1.0170953...
EVEN = [Decimal(99), Decimal(101)] * 15


@pytest.mark.parametrize(
    ("price", "finding"),
    [
        ("100.025", None),  # z is exactly 2.5, and the limit is exclusive
        ("100.026", Finding("SPIKE", "MEDIUM", Decimal("2.600000"))),
        ("100.035", Finding("SPIKE", "MEDIUM", Decimal("3.500000"))),
        ("100.036", Finding("SPIKE", "HIGH", Decimal("3.600000"))),
        ("99.964", Finding("DROP", "HIGH", Decimal("-3.600000"))),
    ],
)
def test_a_flat_window_is_measured_by_the_floor(price: str, finding: Finding | None) -> None:
    assert judge(FLAT, Decimal(price)) == finding


def test_a_lively_window_is_measured_by_its_sample_deviation() -> None:
    assert judge(EVEN, Decimal("102.5")) is None
    assert judge(EVEN, Decimal(103)) == Finding("SPIKE", "MEDIUM", Decimal("2.949576"))


def test_fewer_than_thirty_prices_give_no_verdict() -> None:
    assert judge(FLAT[:29], Decimal(500)) is None


def test_only_the_last_thirty_prices_count() -> None:
    assert judge([Decimal(1), Decimal(900), *FLAT], Decimal("100.026")) is not None
