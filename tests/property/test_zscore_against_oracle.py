"""The detector's arithmetic against exact fractions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lambdas.shared.domain.anomaly import classify
from lambdas.shared.domain.zscore import score_price
from tests.oracle.zscore import Finding, judge

if TYPE_CHECKING:
    from random import Random

CENTS = st.integers(1, 200_000).map(lambda cents: Decimal(cents) / 100)
WIDE = st.decimals("0.0000000001", 1_000_000_000, places=10)
WINDOWS = st.one_of(
    st.lists(CENTS, min_size=30, max_size=30),
    st.lists(WIDE, min_size=30, max_size=30),
    st.tuples(CENTS, st.lists(st.integers(0, 3), min_size=30, max_size=30)).map(
        lambda drawn: [drawn[0] + Decimal(step) / 100 for step in drawn[1]]
    ),
)
LIMIT = [Decimal("400.00")] * 30


@given(WINDOWS, st.one_of(CENTS, WIDE))
@example(LIMIT, Decimal("400.10"))
@example(LIMIT, Decimal("400.14"))
@example(LIMIT, Decimal("399.90"))
def test_verdict_and_score_are_the_oracles(window: list[Decimal], price: Decimal) -> None:
    score, finding = score_price(window, price), judge(window, price)
    verdict = classify(score)
    assert (verdict is None) == (finding is None)
    if verdict is not None and isinstance(finding, Finding):
        assert (str(verdict[0]), str(verdict[1])) == (finding.direction, finding.severity)
        assert score.z == pytest.approx(float(finding.z_score), rel=1e-12, abs=1e-6)


@given(st.lists(CENTS, min_size=30, max_size=30), CENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_window_does_not_matter(window: list[Decimal], price: Decimal, random: Random) -> None:
    shuffled = random.sample(window, len(window))
    assert score_price(shuffled, price) == score_price(window, price)


@given(st.integers(1, 10_000_000), st.integers(-60, 60))
def test_limits_are_exact_on_a_flat_window(cents: int, tenths: int) -> None:
    """A price `tenths / 10` floors away from a flat window scores exactly that."""
    mean = Decimal(cents) / 100
    price = mean + mean * tenths / 100_000
    assert score_price([mean] * 30, price).z == tenths / 10
