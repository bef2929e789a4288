"""Whatever becomes of single e-mails, and whoever gets the batch next: none is lost, and none doubled needlessly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.alert_policy import AlertPolicy, Silence
from lambdas.shared.errors import AlertRefusedError, DependencyError
from tests.doubles.alerts import MemoryAlerts
from tests.doubles.memory_detector import MemoryDetector
from tests.factories import NOON, price_event

if TYPE_CHECKING:
    from lambdas.anomaly_detector.detect import Detector
    from lambdas.shared.domain.anomaly import Anomaly

BATCH = [
    price_event("101", seconds=3000),
    price_event("150", seconds=3030, symbol="MSFT"),
    price_event("90", seconds=3060),
    price_event("90", seconds=4800, symbol="MSFT"),
    price_event("190", seconds=4900),
]
DUE = {event.event_id for event in BATCH}
CLAIM_LASTS = timedelta(seconds=25)


class Fate(Enum):
    """What becomes of one attempt at an e-mail."""

    SENT = "sent"
    REFUSED = "certainly not sent"
    UNANSWERED = "sent, and nobody knows"
    UNKNOWN = "not sent, and nobody knows"


class FatedAlerts(MemoryAlerts):
    """Attempts meet their fates one after another; once these are used up, all are sent."""

    def __init__(self, fates: list[Fate]) -> None:
        super().__init__()
        self.fates = fates

    def send(self, anomaly: Anomaly) -> None:
        """Sends, or does not."""
        fate = self.fates.pop(0) if self.fates else Fate.SENT
        if fate in (Fate.SENT, Fate.UNANSWERED):
            super().send(anomaly)
        if fate is Fate.REFUSED:
            raise AlertRefusedError("refused")
        if fate is not Fate.SENT:
            raise DependencyError("no answer")


def delivered(detector: Detector, now_seconds: float) -> bool:
    try:
        detector.run(BATCH, NOON + timedelta(seconds=now_seconds))
    except DependencyError:
        return False
    return True


def as_process(memory: MemoryDetector, number: int, alerts: MemoryAlerts) -> Detector:
    memory.anomalies.owner = f"process {number}"
    return replace(memory.detector, alerts=alerts, published=set())


@given(st.lists(st.sampled_from(Fate), max_size=12), st.data())
def test_none_is_lost_and_only_unanswered_ones_come_twice(fates: list[Fate], data: st.DataObject) -> None:
    memory, alerts = MemoryDetector(), FatedAlerts(list(fates))
    detector, now = as_process(memory, 0, alerts), 0.0
    for number in range(1, 60):
        if delivered(detector, now):
            break
        if data.draw(st.booleans(), "another process gets the batch"):
            detector = as_process(memory, number, alerts)
        now += data.draw(st.sampled_from([0.0, 1.0, 30.0]), "seconds pass") if number < 30 else 30.0
    else:
        pytest.fail("the batch never ended")
    counts = Counter(anomaly.event.event_id for anomaly in alerts.sent)
    assert counts.keys() == DUE
    assert counts.total() - len(DUE) <= fates.count(Fate.UNANSWERED)
    assert memory.anomalies.alerted == set(memory.anomalies.anomalies)
    assert memory.anomalies.claims == {}


SILENCE = Silence("a", NOON, NOON + timedelta(hours=2))


@given(st.lists(st.sampled_from(Fate), max_size=12), st.lists(st.booleans(), max_size=12))
def test_what_is_decided_first_stands_whatever_is_silenced_between_deliveries(
    fates: list[Fate], silenced: list[bool]
) -> None:
    """A batch that comes again finds another policy: it sends what was to go out, and never what was held."""
    memory, alerts = MemoryDetector(), FatedAlerts(list(fates))
    detector, turns = as_process(memory, 0, alerts), iter(silenced)
    for number in range(60):
        memory.policies.policy = AlertPolicy((SILENCE,)) if next(turns, False) else AlertPolicy()
        if delivered(detector, 30.0 * number):
            break
    stored = memory.anomalies.anomalies.values()
    held = {anomaly.event.event_id for anomaly in stored if anomaly.hold}
    assert {anomaly.event.event_id for anomaly in alerts.sent} == DUE - held
    assert {memory.anomalies.anomalies[key].event.event_id for key in memory.anomalies.alerted} == DUE - held
    assert held in (set(), DUE)


@given(st.lists(st.sampled_from([Fate.SENT, Fate.REFUSED]), max_size=12))
def test_where_all_failures_are_refusals_nobody_waits(fates: list[Fate]) -> None:
    """Each batch that fails comes to another process, and no time passes."""
    memory, alerts, failures = MemoryDetector(), FatedAlerts(list(fates)), 0
    while not delivered(as_process(memory, failures, alerts), 0.0):
        failures += 1
    assert failures <= fates.count(Fate.REFUSED)
    assert [anomaly.event for anomaly in alerts.sent] == BATCH
