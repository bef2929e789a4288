"""Scores events, keeps the anomalies and sends each alert once.

The order of the steps is what makes a redelivery harmless: anomalies first, then their alerts, then the state.
A batch that fails anywhere finds the old state again, comes to the same verdicts, and meets its own traces.

An alert is claimed, sent, and noted as sent. Who fails before the note finds its claim and goes on with it; if the
process died, another takes the claim over once it is old. Who knows that an alert has not gone out gives its claim
back, so that whoever gets the batch need not wait.

A silence or the quiet hours hold an alert that is due: its anomaly is stored with what holds it, and nothing is sent.
What was decided when an anomaly was stored stands, whatever has been silenced since.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lambdas.shared.domain.detector import Detection, SeriesState, Skipped, detect, group_by_series
from lambdas.shared.errors import AlertRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly, AnomalyKey
    from lambdas.shared.domain.detectors.roster import Roster
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import AlertPolicies, AlertSender, AnomalyStore, SeriesStore


@dataclass(frozen=True, slots=True)
class Detector:
    """The use case with what it needs from the outside. `published` are the alerts that went out and want a note."""

    states: SeriesStore
    anomalies: AnomalyStore
    alerts: AlertSender
    policies: AlertPolicies
    roster: Roster
    published: set[AnomalyKey] = field(default_factory=set)

    def run(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        """Score one batch, in stream order for each series."""
        groups = group_by_series(events)
        before = {series: SeriesState() for series in groups} | dict(self.states.load(groups.keys(), now))
        detections = {
            series: detect(before[series], group, self.roster.of(group[0].symbol)) for series, group in groups.items()
        }
        found = self._with_holds(_in_stream_order(events, detections), now)
        added = self.anomalies.add(found, now) if found else ()
        held = {anomaly.key for anomaly in found if anomaly.hold and anomaly.key in added}
        due = [anomaly for anomaly in found if anomaly.alert_due and anomaly.key not in held]
        sent = self._alert_all(due, added, now)
        moved = {
            series: (before[series], detection.state)
            for series, detection in detections.items()
            if detection.state.scored != before[series].scored
        }
        if moved:
            self.states.save(moved, now)
        counts = {"events": len(events), "anomalies": len(found), "alerts": sent, "held": len(held)}
        return counts | _count_skipped(detections.values())

    def _with_holds(self, found: Sequence[Anomaly], now: datetime) -> Sequence[Anomaly]:
        """Return the anomalies with what holds their alerts; a batch without an alert that is due asks nobody."""
        if not any(anomaly.alert_due for anomaly in found):
            return found
        policy = self.policies.load(now)
        return [replace(it, hold=policy.hold(it)) if it.alert_due else it for it in found]

    def _alert_all(self, due: Sequence[Anomaly], claimed: Collection[AnomalyKey], now: datetime) -> int:
        """Send and note alerts in order; return how many. Who fails gives back the claims on what has not gone out."""
        sent = 0
        for place, anomaly in enumerate(due):
            try:
                sent += self._alert(anomaly, claimed, now)
            except Exception as error:
                refused = [anomaly] if isinstance(error, AlertRefusedError) else []
                self._release([*refused, *(it for it in due[place + 1 :] if it.key in claimed)], error)
                raise
        return sent

    def _release(self, unsent: Sequence[Anomaly], error: Exception) -> None:
        """Give claims back on the way out with `error`; where that fails too they end by themselves, later."""
        try:
            self.anomalies.release_alerts([it for it in unsent if it.key not in self.published])
        except Exception as another:  # noqa: BLE001 - the first error is the one to tell
            error.add_note(f"the claims on {len(unsent)} alerts could not be given back: {another}")

    def _alert(self, anomaly: Anomaly, claimed: Collection[AnomalyKey], now: datetime) -> bool:
        """Send an alert and note it; return False for one that went out before."""
        if anomaly.key not in self.published:
            if anomaly.key not in claimed and not self.anomalies.claim_alert(anomaly, now):
                return False
            self.alerts.send(anomaly)
            self.published.add(anomaly.key)
        self.anomalies.note_alerted(anomaly)
        self.published.discard(anomaly.key)
        return True


def _in_stream_order(events: Sequence[PriceEvent], detections: Mapping[str, Detection]) -> list[Anomaly]:
    place = {event.event_id: place for place, event in reversed(list(enumerate(events)))}
    found = [anomaly for detection in detections.values() for anomaly in detection.anomalies]
    return sorted(found, key=lambda anomaly: place[anomaly.event.event_id])


def _count_skipped(detections: Collection[Detection]) -> dict[str, int]:
    skipped = [reason for detection in detections for reason in detection.skipped]
    begun_anew = sum(len(detection.begun_anew) for detection in detections)
    counts = {"repeated": skipped.count(Skipped.REPEATED), "late": skipped.count(Skipped.LATE)}
    return counts | ({"begun_anew": begun_anew} if begun_anew else {})
