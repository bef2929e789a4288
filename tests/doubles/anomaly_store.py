"""anomalies in memory."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly
    from tests.doubles.steps import Step

AnomalyKey = tuple[str, str]  # symbol, anomaly id


class MemoryAnomalyStore:
    """Implements `ports.AnomalyStore`; `alerted` holds the keys whose alert is claimed, `counted` counts by hour."""

    def __init__(self, step: Step = never_fails) -> None:
        self.anomalies: dict[AnomalyKey, Anomaly] = {}
        self.alerted: set[AnomalyKey] = set()
        self.counted: Counter[tuple[str, datetime]] = Counter()  # by series and hour
        self._step = step

    def add(self, anomaly: Anomaly, now: datetime) -> None:  # noqa: ARG002
        """Stores and counts an anomaly unless it is stored already."""
        self._step("anomalies.add")
        if _key(anomaly) not in self.anomalies:
            self.anomalies[_key(anomaly)] = anomaly
            hour = anomaly.event.timestamp.replace(minute=0, second=0, microsecond=0)
            self.counted[anomaly.event.series, hour] += 1
        self._step("anomalies.added")

    def claim_alert(self, anomaly: Anomaly) -> bool:
        """Marks the anomaly as alerted; False if it was."""
        self._step("anomalies.claim")
        if _key(anomaly) not in self.anomalies or _key(anomaly) in self.alerted:
            return False
        self.alerted.add(_key(anomaly))
        self._step("anomalies.claimed")
        return True

    def release_alert(self, anomaly: Anomaly) -> None:
        """Takes a claim back."""
        self._step("anomalies.release")
        self.alerted.remove(_key(anomaly))
        self._step("anomalies.released")


def _key(anomaly: Anomaly) -> AnomalyKey:
    return (anomaly.event.symbol, anomaly.anomaly_id)
