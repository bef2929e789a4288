from __future__ import annotations

from decimal import Decimal

import pytest

from lambdas.shared.domain.zscore import score_price

FLAT = [Decimal("400.00")] * 30
ZIGZAG = [Decimal(100 + (-1) ** place) for place in range(30)]  # mean 100, squared distances add up to 30


def test_a_price_at_the_mean_scores_zero() -> None:
    score = score_price(ZIGZAG, Decimal(100))
    assert (score.mean, score.z, score.deviation_percent) == (100.0, 0.0, 0.0)


def test_stdev_is_the_samples() -> None:
    assert score_price(ZIGZAG, Decimal(100)).stdev == pytest.approx((30 / 29) ** 0.5, rel=1e-15)


def test_z_counts_standard_deviations_with_their_sign() -> None:
    up, down = score_price(ZIGZAG, Decimal(103)), score_price(ZIGZAG, Decimal(97))
    assert up.z == pytest.approx(3 / (30 / 29) ** 0.5, rel=1e-15)
    assert down.z == -up.z
    assert (up.deviation_percent, down.deviation_percent) == (3.0, -3.0)


def test_a_flat_window_has_a_floor_of_a_ten_thousandth_of_the_mean() -> None:
    score = score_price(FLAT, Decimal("400.05"))
    assert score.stdev == 0.04
    assert score.z == 1.25


def test_the_floor_also_holds_for_a_window_that_is_nearly_flat() -> None:
    nearly = [*FLAT[:-1], Decimal("400.01")]
    assert score_price(nearly, Decimal(400)).stdev == pytest.approx(0.04, rel=1e-6)


@pytest.mark.parametrize(("price", "z"), [("400.10", 2.5), ("399.90", -2.5), ("400.14", 3.5), ("399.86", -3.5)])
def test_a_price_on_a_limit_scores_exactly_the_limit(price: str, z: float) -> None:
    assert score_price(FLAT, Decimal(price)).z == z


def test_a_price_on_a_limit_of_a_window_that_moves() -> None:
    """15 prices 29 above and 15 below the mean have s = sqrt(870), so 87 away squares to exactly 8.7 * s^2."""
    window = [Decimal(1000 + 29 * (-1) ** place) for place in range(30)]
    assert score_price(window, Decimal(1087)).z ** 2 == pytest.approx(8.7, rel=1e-15)


@pytest.mark.parametrize("unit", ["0.0000000001", "1000000"])
def test_scale_does_not_change_z(unit: str) -> None:
    scaled = score_price([price * Decimal(unit) for price in ZIGZAG], 103 * Decimal(unit))
    assert scaled.z == score_price(ZIGZAG, Decimal(103)).z


def test_order_of_the_window_does_not_change_the_score() -> None:
    window = [Decimal(place * place % 31 + 1) / 7 for place in range(30)]
    assert score_price(window, Decimal(9)) == score_price(window[::-1], Decimal(9))
