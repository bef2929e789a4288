"""Scores events, keeps the anomalies and sends each alert once.

The order of the steps is what makes a redelivery harmless: anomalies first, then their alerts, then the state.
A batch that fails anywhere finds the old state again, comes to the same verdicts, and meets its own traces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.detector import Detection, SeriesState, Skipped, detect, group_by_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import AlertSender, AnomalyStore, SeriesStore


@dataclass(frozen=True, slots=True)
class Detector:
    """The use case with what it needs from the outside."""

    states: SeriesStore
    anomalies: AnomalyStore
    alerts: AlertSender
    cooldown: timedelta

    def run(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        """Score one batch, in stream order for each series."""
        groups = group_by_series(events)
        before = {series: SeriesState() for series in groups} | dict(self.states.load(groups.keys(), now))
        detections = {series: detect(before[series], group, self.cooldown) for series, group in groups.items()}
        found = _in_stream_order(events, detections)
        for anomaly in found:
            self.anomalies.add(anomaly, now)
        sent = sum(self._alert(anomaly) for anomaly in found if anomaly.alert_due)
        for series, detection in detections.items():
            if detection.state.scored != before[series].scored:
                self.states.save(series, before[series], detection.state, now)
        return {"events": len(events), "anomalies": len(found), "alerts": sent, **_count_skipped(detections.values())}

    def _alert(self, anomaly: Anomaly) -> bool:
        """Claim before sending, so that a redelivery sends none; a failed sending gives the claim back."""
        if not self.anomalies.claim_alert(anomaly):
            return False
        try:
            self.alerts.send(anomaly)
        except Exception:
            self.anomalies.release_alert(anomaly)
            raise
        return True


def _in_stream_order(events: Sequence[PriceEvent], detections: Mapping[str, Detection]) -> list[Anomaly]:
    place = {event.event_id: place for place, event in reversed(list(enumerate(events)))}
    found = [anomaly for detection in detections.values() for anomaly in detection.anomalies]
    return sorted(found, key=lambda anomaly: place[anomaly.event.event_id])


def _count_skipped(detections: Iterable[Detection]) -> dict[str, int]:
    skipped = [reason for detection in detections for reason in detection.skipped]
    return {"repeated": skipped.count(Skipped.REPEATED), "late": skipped.count(Skipped.LATE)}
