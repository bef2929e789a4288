from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.anomaly_detector.detect import Detector
from lambdas.shared.errors import DependencyError
from tests.doubles.alerts import MemoryAlerts
from tests.doubles.anomaly_store import MemoryAnomalyStore
from tests.doubles.series_store import MemorySeriesStore
from tests.doubles.steps import FailingSteps
from tests.factories import NOON, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lambdas.shared.domain.detector import SeriesState

FLAT = price_run(["100"] * 30)
MSFT = price_run(["200"] * 30, symbol="MSFT")
JUMP = price_event("101", seconds=3000)
DROP = price_event("90", seconds=3060)
AGAIN = price_event("150", seconds=3120)


class World:
    """A detector on doubles that have seen thirty flat prices of AAPL and MSFT."""

    def __init__(self) -> None:
        self.steps = FailingSteps()
        self.states = MemorySeriesStore(self.steps)
        self.anomalies = MemoryAnomalyStore(self.steps)
        self.alerts = MemoryAlerts(self.steps)
        self.detector = Detector(self.states, self.anomalies, self.alerts, timedelta(minutes=15))
        self.detector.run([*FLAT, *MSFT], NOON)


def test_an_anomaly_is_stored_alerted_and_the_state_moved_on() -> None:
    world = World()
    counts = world.detector.run([JUMP, DROP], NOON)
    assert counts == {"events": 2, "anomalies": 2, "alerts": 2, "repeated": 0, "late": 0}
    assert [anomaly.event for anomaly in world.anomalies.anomalies.values()] == [JUMP, DROP]
    assert [anomaly.event for anomaly in world.alerts.sent] == [JUMP, DROP]
    assert world.states.states["AAPL@test.1"].scored == 32


def test_an_anomaly_in_its_cooldown_is_stored_and_not_alerted() -> None:
    world = World()
    world.detector.run([JUMP], NOON)
    assert world.detector.run([AGAIN], NOON)["alerts"] == 0
    assert len(world.anomalies.anomalies) == 2
    assert [anomaly.event for anomaly in world.alerts.sent] == [JUMP]


def test_alerts_go_out_in_stream_order_across_series() -> None:
    world = World()
    other = price_event("100", seconds=3030, symbol="MSFT")
    world.detector.run([other, JUMP, DROP], NOON)
    assert [anomaly.event for anomaly in world.alerts.sent] == [other, JUMP, DROP]


def test_a_batch_that_comes_again_changes_nothing() -> None:
    world = World()
    world.detector.run([JUMP, DROP], NOON)
    states = dict(world.states.states)
    counts = world.detector.run([JUMP, DROP], NOON)
    assert counts == {"events": 2, "anomalies": 0, "alerts": 0, "repeated": 1, "late": 1}
    assert world.states.states == states
    assert len(world.alerts.sent) == 2


def test_a_batch_with_nothing_to_score_writes_no_state() -> None:
    world = World()
    world.steps.once = {"states.write"}
    assert world.detector.run([*FLAT, *MSFT], NOON)["anomalies"] == 0
    assert world.steps.failed == []


STEPS = [
    "states.read",
    "anomalies.add",
    "anomalies.added",
    "anomalies.claim",
    "alerts.send",
    "states.write",
    "states.written",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_is_made_good_when_the_batch_returns(step: str) -> None:
    world, undisturbed = World(), World()
    undisturbed.detector.run([JUMP, DROP], NOON)
    world.steps.once = {step}
    with pytest.raises(DependencyError, match=step):
        world.detector.run([JUMP, DROP], NOON)
    world.detector.run([JUMP], NOON)
    world.detector.run([DROP], NOON)
    assert world.anomalies.anomalies == undisturbed.anomalies.anomalies
    assert world.states.states == undisturbed.states.states
    assert [anomaly.event for anomaly in world.alerts.sent] == [JUMP, DROP]


def test_whoever_dies_between_claim_and_sending_sends_none_rather_than_two() -> None:
    world = World()
    world.steps.once = {"anomalies.claimed"}
    with pytest.raises(DependencyError):
        world.detector.run([JUMP, DROP], NOON)
    world.detector.run([JUMP, DROP], NOON)
    assert [anomaly.event for anomaly in world.alerts.sent] == [DROP]


def test_an_alert_that_was_refused_gives_its_claim_back() -> None:
    world = World()
    world.steps.once = {"alerts.send"}
    with pytest.raises(DependencyError, match=r"alerts\.send"):
        world.detector.run([JUMP], NOON)
    assert world.anomalies.alerted == set()


class FrozenStates(MemorySeriesStore):
    """Reads what stood there when it was made, as an invocation does that another has overtaken."""

    def __init__(self, states: dict[str, SeriesState]) -> None:
        super().__init__()
        self.states = states
        self._read = dict(states)

    def load(self, series: Collection[str], now: datetime) -> dict[str, SeriesState]:  # noqa: ARG002
        """States of some time ago."""
        return {name: self._read[name] for name in series}


def test_a_state_that_another_invocation_has_moved_returns_the_batch() -> None:
    world = World()
    overtaken = replace(world.detector, states=FrozenStates(world.states.states))
    world.detector.run([JUMP], NOON)
    moved = dict(world.states.states)
    with pytest.raises(DependencyError, match="was moved"):
        overtaken.run([DROP], NOON)
    assert world.states.states == moved


def test_a_replay_and_the_market_do_not_touch_each_other() -> None:
    world = World()
    live = [price_event("100", seconds=60 * minute, feed="live") for minute in range(30)]
    world.detector.run([*live, price_event("101", seconds=3000, feed="live")], NOON)
    counts = world.detector.run([JUMP], NOON)
    assert (counts["anomalies"], counts["alerts"], counts["late"]) == (1, 1, 0)


def test_a_replay_whose_state_has_expired_begins_anew() -> None:
    world = World()
    later = NOON + timedelta(days=1)
    assert world.detector.run([*FLAT, *MSFT, JUMP], later)["anomalies"] == 1
    assert world.states.states["AAPL@test.1"].scored == 31
