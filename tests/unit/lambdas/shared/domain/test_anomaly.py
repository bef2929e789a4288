from __future__ import annotations

from datetime import timedelta

import pytest

from lambdas.shared.domain.anomaly import (
    Direction,
    LastAlert,
    Severity,
    anomaly_id_of,
    classify,
    is_alert_due,
)
from lambdas.shared.domain.zscore import Score
from tests.factories import NOON, anomaly, price_event

COOLDOWN = timedelta(minutes=15)


def score(z: float) -> Score:
    return Score(mean=100.0, stdev=1.0, z=z, deviation_percent=z)


@pytest.mark.parametrize(
    ("z", "verdict"),
    [
        (0.0, None),
        (2.5, None),
        (-2.5, None),
        (2.5000000001, (Direction.SPIKE, Severity.MEDIUM)),
        (-2.5000000001, (Direction.DROP, Severity.MEDIUM)),
        (3.5, (Direction.SPIKE, Severity.MEDIUM)),
        (-3.5, (Direction.DROP, Severity.MEDIUM)),
        (3.5000000001, (Direction.SPIKE, Severity.HIGH)),
        (-99.0, (Direction.DROP, Severity.HIGH)),
    ],
)
def test_both_limits_are_exclusive(z: float, verdict: tuple[Direction, Severity] | None) -> None:
    assert classify(score(z)) == verdict


def test_the_id_sorts_by_time_and_keeps_events_of_one_moment_apart() -> None:
    first, twin, later = (anomaly(event) for event in (price_event("1"), price_event("2"), price_event(seconds=1)))
    assert first.anomaly_id == anomaly_id_of("2026-11-20T17:00:00.000Z", first.event.event_id)
    assert first.anomaly_id != twin.anomaly_id
    assert max(first.anomaly_id, twin.anomaly_id) < later.anomaly_id


def due(severity: Severity, *, minutes: float, direction: Direction = Direction.DROP) -> bool:
    """Whether an alert is due some minutes after a MEDIUM DROP was alerted at NOON."""
    last = {Direction.DROP: LastAlert(NOON, Severity.MEDIUM)}
    return is_alert_due(last, direction, severity, NOON + timedelta(minutes=minutes), COOLDOWN)


def test_the_first_alert_is_due() -> None:
    assert is_alert_due({}, Direction.SPIKE, Severity.MEDIUM, NOON, COOLDOWN)


def test_cooldown_silences_the_same_direction_until_it_is_over() -> None:
    assert not due(Severity.MEDIUM, minutes=0)
    assert not due(Severity.MEDIUM, minutes=14.99)
    assert due(Severity.MEDIUM, minutes=15)


def test_the_other_direction_has_its_own_cooldown() -> None:
    assert due(Severity.MEDIUM, minutes=1, direction=Direction.SPIKE)


def test_a_rise_in_severity_breaks_the_cooldown_a_fall_does_not() -> None:
    assert due(Severity.HIGH, minutes=1)
    last = {Direction.DROP: LastAlert(NOON, Severity.HIGH)}
    for severity in Severity:
        assert not is_alert_due(last, Direction.DROP, severity, NOON + timedelta(minutes=1), COOLDOWN)


def test_without_a_cooldown_every_anomaly_is_due() -> None:
    assert is_alert_due(
        {Direction.DROP: LastAlert(NOON, Severity.HIGH)}, Direction.DROP, Severity.MEDIUM, NOON, timedelta()
    )
