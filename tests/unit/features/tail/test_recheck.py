"""What is worked out again of an anomaly of each detector."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from finpulse_cli.features.tail.recheck import recheck
from lambdas.shared.domain.detectors.scoring import Scale
from tests.unit.features.tail.stored import stored, stored_move

FACTORS = {Scale.ONE_MINUTE: "1.01", Scale.FIVE_MINUTES: "1.009", Scale.OVERNIGHT: "1.1"}
SCALES = list(FACTORS)
MOVES = {scale: stored_move(scale, factor=factor) for scale, factor in FACTORS.items()}


def test_a_z_score_agrees_with_its_window() -> None:
    checked = recheck(stored())
    assert checked.agrees
    assert set(checked.values) == {"mean", "stdev", "z", "deviation_percent"}


def test_statistics_that_are_not_those_of_the_window_are_found_out() -> None:
    for name in ("mean_price", "stdev", "z_score", "deviation_percent"):
        wrong = replace(stored(), **{name: getattr(stored(), name) * Decimal("1.0001")})
        assert not recheck(wrong).agrees, name


@pytest.mark.parametrize("scale", SCALES)
def test_a_move_agrees_with_the_price_that_it_began_at(scale: Scale) -> None:
    checked = recheck(MOVES[scale])
    assert checked.agrees
    assert ("z" in checked.values) == (scale in (Scale.ONE_MINUTE, Scale.OVERNIGHT))


def test_a_move_of_fifteen_minutes_began_at_the_oldest_price() -> None:
    five = MOVES[Scale.FIVE_MINUTES]
    first = five.window[0]
    moved = 100 * (five.current_price / first - 1)
    slow = replace(five, scale=Scale.FIFTEEN_MINUTES, mean_price=first, deviation_percent=moved)
    assert len(five.window) == 15
    assert recheck(slow).agrees
    assert not recheck(replace(slow, mean_price=five.window[1])).agrees


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", ["mean_price", "deviation_percent", "current_price"])
def test_a_move_with_another_price_is_found_out(scale: Scale, name: str) -> None:
    move = MOVES[scale]
    assert not recheck(replace(move, **{name: getattr(move, name) * Decimal("1.001")})).agrees


@pytest.mark.parametrize(
    "wrong", [{"direction": "DROP"}, {"severity": "MEDIUM"}, {"threshold": Decimal(90), "high_threshold": Decimal(95)}]
)
def test_a_verdict_that_does_not_follow_is_found_out(wrong: dict[str, object]) -> None:
    move = MOVES[Scale.ONE_MINUTE]
    assert move.severity == "HIGH"
    assert not recheck(replace(move, **wrong)).agrees  # type: ignore[arg-type]


def test_a_scale_of_another_version_is_taken_as_it_is_stored() -> None:
    assert recheck(replace(MOVES[Scale.OVERNIGHT], scale="1h")).agrees
