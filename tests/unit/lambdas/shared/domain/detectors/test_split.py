from __future__ import annotations

import math
from decimal import Decimal

import pytest

from lambdas.shared.domain.detectors.split import split_ratio


@pytest.mark.parametrize("shares", [2, 3, 4, 5, 7, 10, 20, 50, 100])
def test_a_move_near_a_whole_ratio_is_a_split_either_way(shares: int) -> None:
    for factor in (1.0, 1.02, 0.98):
        assert split_ratio(math.log(factor / shares), None) == -math.log(shares)
        assert split_ratio(math.log(factor * shares), None) == math.log(shares)


@pytest.mark.parametrize("factor", [1.0, 0.9, 2 / 3, 0.55, 0.45, 1 / 12, 1 / 70, 1 / 500, 1.5, 2.2])
def test_any_other_is_none(factor: float) -> None:
    assert split_ratio(math.log(factor), None) == 0


def test_the_provider_knows_better() -> None:
    assert split_ratio(math.log(0.5), Decimal("-50")) == 0
    assert split_ratio(math.log(0.5), Decimal("0.7")) == -math.log(2)
