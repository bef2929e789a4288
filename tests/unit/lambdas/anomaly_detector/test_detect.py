from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.alert_policy import AlertPolicy, Silence
from lambdas.shared.errors import AlertRefusedError, DependencyError
from tests.doubles.alerts import MemoryAlerts
from tests.doubles.memory_detector import FLAT, MSFT, MemoryDetector
from tests.doubles.series_store import MemorySeriesStore
from tests.factories import NOON, price_event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lambdas.anomaly_detector.detect import Detector
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.detector import SeriesState

JUMP = price_event("101", seconds=3000)
DROP = price_event("90", seconds=3060)
AGAIN = price_event("150", seconds=3120)


@pytest.fixture
def memory() -> MemoryDetector:
    return MemoryDetector()


def test_an_anomaly_is_stored_alerted_and_the_state_moved_on(memory: MemoryDetector) -> None:
    counts = memory.detector.run([JUMP, DROP], NOON)
    assert counts == {"events": 2, "anomalies": 2, "alerts": 2, "held": 0, "repeated": 0, "late": 0}
    assert [anomaly.event for anomaly in memory.anomalies.anomalies.values()] == [JUMP, DROP]
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP, DROP]
    assert memory.states.states["AAPL@test.1"].scored == 32


def test_an_anomaly_in_its_cooldown_is_stored_and_not_alerted(memory: MemoryDetector) -> None:
    memory.detector.run([JUMP], NOON)
    assert memory.detector.run([AGAIN], NOON)["alerts"] == 0
    assert len(memory.anomalies.anomalies) == 2
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP]


def test_alerts_go_out_in_stream_order_across_series(memory: MemoryDetector) -> None:
    other = price_event("100", seconds=3030, symbol="MSFT")
    memory.detector.run([other, JUMP, DROP], NOON)
    assert [anomaly.event for anomaly in memory.alerts.sent] == [other, JUMP, DROP]


def test_a_batch_that_comes_again_changes_nothing(memory: MemoryDetector) -> None:
    memory.detector.run([JUMP, DROP], NOON)
    states = dict(memory.states.states)
    counts = memory.detector.run([JUMP, DROP], NOON)
    assert counts == {"events": 2, "anomalies": 0, "alerts": 0, "held": 0, "repeated": 1, "late": 1}
    assert memory.states.states == states
    assert len(memory.alerts.sent) == 2


def test_a_batch_with_nothing_to_score_writes_no_state(memory: MemoryDetector) -> None:
    memory.steps.once = {"states.write"}
    assert memory.detector.run([*FLAT, *MSFT], NOON)["anomalies"] == 0
    assert memory.steps.failed == []


STEPS = [
    "states.read",
    "policies.read",
    "anomalies.add",
    "anomalies.added",
    "alerts.send",
    "anomalies.note",
    "anomalies.noted",
    "states.write",
    "states.written",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_is_made_good_when_the_batch_returns(step: str) -> None:
    memory, undisturbed = MemoryDetector(), MemoryDetector()
    undisturbed.detector.run([JUMP, DROP], NOON)
    memory.steps.once = {step}
    with pytest.raises(DependencyError, match=step):
        memory.detector.run([JUMP, DROP], NOON)
    memory.detector.run([JUMP], NOON)
    memory.detector.run([DROP], NOON)
    assert memory.anomalies.anomalies == undisturbed.anomalies.anomalies
    assert memory.states.states == undisturbed.states.states
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP, DROP]


def rival(memory: MemoryDetector) -> Detector:
    """The same function in another process: what it knows, it knows from the tables."""
    memory.anomalies.owner = "another process"
    return replace(memory.detector, published=set())


@pytest.mark.parametrize("step", ["anomalies.added", "alerts.send"])
def test_an_alert_of_a_process_that_died_is_sent_once_its_claim_is_old(memory: MemoryDetector, step: str) -> None:
    memory.steps.once = {step}
    with pytest.raises(DependencyError):
        memory.detector.run([JUMP, DROP], NOON)
    with pytest.raises(DependencyError, match="claimed by another"):
        rival(memory).run([JUMP, DROP], NOON + timedelta(seconds=24))
    assert memory.alerts.sent == []
    rival(memory).run([JUMP, DROP], NOON + timedelta(seconds=26))
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP, DROP]
    assert memory.anomalies.alerted == set(memory.anomalies.anomalies)


class RefusingAlerts(MemoryAlerts):
    """A topic that refuses the events named in `refused`, once each."""

    def __init__(self, refused: set[str]) -> None:
        super().__init__()
        self.refused = refused

    def send(self, anomaly: Anomaly) -> None:
        """Sends, or refuses."""
        if anomaly.event.event_id in self.refused:
            self.refused.discard(anomaly.event.event_id)
            raise AlertRefusedError("throttled")
        super().send(anomaly)


def test_an_alert_that_was_refused_is_sent_by_another_process_at_once(memory: MemoryDetector) -> None:
    """And so are those behind it in the batch, which were claimed with it."""
    alerts = RefusingAlerts({JUMP.event_id})
    with pytest.raises(AlertRefusedError):
        replace(memory.detector, alerts=alerts).run([JUMP, DROP], NOON)
    assert memory.anomalies.claims == {}
    assert replace(rival(memory), alerts=alerts).run([JUMP, DROP], NOON)["alerts"] == 2
    assert [anomaly.event for anomaly in alerts.sent] == [JUMP, DROP]


def test_only_the_alert_that_may_have_gone_out_stays_claimed(memory: MemoryDetector) -> None:
    memory.steps.once = {"alerts.sent"}
    with pytest.raises(DependencyError, match=r"alerts\.sent"):
        memory.detector.run([JUMP, DROP], NOON)
    (claimed,) = memory.anomalies.claims
    assert memory.anomalies.anomalies[claimed].event == JUMP


def test_claims_that_cannot_be_given_back_leave_the_first_error_to_tell(memory: MemoryDetector) -> None:
    memory.steps.once = {"anomalies.release"}
    refusing = replace(memory.detector, alerts=RefusingAlerts({JUMP.event_id}))
    with pytest.raises(AlertRefusedError, match="throttled") as raised:
        refusing.run([JUMP, DROP], NOON)
    assert "claims on 2 alerts could not be given back" in "".join(raised.value.__notes__)
    rival(memory).run([JUMP, DROP], NOON + timedelta(seconds=25))
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP, DROP]


def test_an_alert_that_another_process_sent_and_noted_is_not_sent_again(memory: MemoryDetector) -> None:
    memory.steps.once = {"states.write"}
    with pytest.raises(DependencyError):
        memory.detector.run([JUMP, DROP], NOON)
    assert rival(memory).run([JUMP, DROP], NOON)["alerts"] == 0
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP, DROP]


def test_an_alert_that_went_out_is_noted_later_if_the_note_failed(memory: MemoryDetector) -> None:
    memory.steps.once = {"anomalies.note"}
    with pytest.raises(DependencyError):
        memory.detector.run([JUMP], NOON)
    assert memory.anomalies.alerted == set()
    memory.detector.run([JUMP], NOON)
    assert [anomaly.event for anomaly in memory.alerts.sent] == [JUMP]
    assert memory.anomalies.alerted == set(memory.anomalies.anomalies)
    assert memory.detector.published == set()


class FrozenStates(MemorySeriesStore):
    """Reads what stood there when it was made, as an invocation does that another has overtaken."""

    def __init__(self, states: dict[str, SeriesState]) -> None:
        super().__init__()
        self.states = states
        self._read = dict(states)

    def load(self, series: Collection[str], now: datetime) -> dict[str, SeriesState]:  # noqa: ARG002
        """States of some time ago."""
        return {name: self._read[name] for name in series}


def test_a_state_that_another_invocation_has_moved_returns_the_batch(memory: MemoryDetector) -> None:
    overtaken = replace(memory.detector, states=FrozenStates(memory.states.states))
    memory.detector.run([JUMP], NOON)
    moved = dict(memory.states.states)
    with pytest.raises(DependencyError, match="was moved"):
        overtaken.run([DROP], NOON)
    assert memory.states.states == moved


def test_a_replay_and_the_market_do_not_touch_each_other(memory: MemoryDetector) -> None:
    live = [price_event("100", seconds=60 * minute, feed="live") for minute in range(30)]
    memory.detector.run([*live, price_event("101", seconds=3000, feed="live")], NOON)
    counts = memory.detector.run([JUMP], NOON)
    assert (counts["anomalies"], counts["alerts"], counts["late"]) == (1, 1, 0)


def test_a_replay_whose_state_has_expired_begins_anew(memory: MemoryDetector) -> None:
    later = NOON + timedelta(days=1)
    assert memory.detector.run([*FLAT, *MSFT, JUMP], later)["anomalies"] == 1
    assert memory.states.states["AAPL@test.1"].scored == 31


def silenced(memory: MemoryDetector) -> None:
    """From now on AAPL is silent for two hours."""
    silence = Silence("k3f9q2", NOON, NOON + timedelta(hours=2), symbol="AAPL")
    memory.policies.policy = AlertPolicy((silence,))


def test_a_held_alert_is_stored_with_what_holds_it_and_not_sent(memory: MemoryDetector) -> None:
    silenced(memory)
    other = price_event("100", seconds=3030, symbol="MSFT")
    counts = memory.detector.run([other, JUMP, DROP], NOON)
    assert (counts["anomalies"], counts["alerts"], counts["held"]) == (3, 1, 2)
    assert [anomaly.event for anomaly in memory.alerts.sent] == [other]
    holds = {anomaly.event: anomaly.hold and anomaly.hold.name for anomaly in memory.anomalies.anomalies.values()}
    assert holds == {other: None, JUMP: "silence:k3f9q2", DROP: "silence:k3f9q2"}


def test_a_held_alert_counts_for_the_cool_down(memory: MemoryDetector) -> None:
    """The state is the same whatever is silenced, or a replay would depend on who slept when it ran."""
    silenced(memory)
    memory.detector.run([JUMP], NOON)
    memory.policies.policy = AlertPolicy()
    assert memory.detector.run([AGAIN], NOON)["alerts"] == 0


def test_the_policy_is_read_once_a_batch_and_only_for_alerts_that_are_due(memory: MemoryDetector) -> None:
    memory.detector.run([price_event("100", seconds=2900)], NOON)
    assert memory.policies.asked == []
    memory.detector.run([JUMP, DROP], NOON)
    assert len(memory.policies.asked) == 1
    memory.detector.run([AGAIN], NOON)
    assert len(memory.policies.asked) == 1


def test_a_policy_that_cannot_be_read_returns_the_batch_before_anything_is_stored(memory: MemoryDetector) -> None:
    memory.steps.once = {"policies.read"}
    with pytest.raises(DependencyError):
        memory.detector.run([JUMP], NOON)
    assert memory.anomalies.anomalies == {}
    assert memory.detector.run([JUMP], NOON)["alerts"] == 1
