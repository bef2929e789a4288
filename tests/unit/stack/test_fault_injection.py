"""Faults on their way to a target."""

from __future__ import annotations

import pytest

from finpulse_cli.stack.fault_injection import Faults, Outage, draw


def test_faults_come_back_as_they_went() -> None:
    faults = Faults(7, {"dynamodb": 0.2}, {"s3": 0.1}, {"sns": Outage(seconds=3.0)}, 0.5, {"f": 100})
    assert Faults.from_json(faults.to_json()) == faults
    assert not faults.is_empty
    assert Faults(7).is_empty


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outage": {}, "other": 1}', '{"outage": {"sns": {"minutes": 1}}}'])
def test_what_are_no_faults_is_refused(text: str) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        Faults.from_json(text)


def test_a_draw_depends_on_seed_and_place_alone() -> None:
    assert draw(1, "a", 2) == draw(1, "a", 2)
    assert len({draw(1, "a", 2), draw(2, "a", 2), draw(1, "b", 2), draw(1, "a", 3)}) == 4
    assert all(0 <= draw(1, place) < 1 for place in range(100))
