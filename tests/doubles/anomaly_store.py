"""anomalies in memory."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.errors import DependencyError
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly, AnomalyKey
    from tests.doubles.steps import Step

CLAIM_LASTS = timedelta(seconds=25)


class MemoryAnomalyStore:
    """Implements `ports.AnomalyStore`.

    `alerted` holds the keys whose alert went out, `claims` who sends those of others and until when, `counted` counts
    by series and hour.
    """

    def __init__(self, step: Step = never_fails, owner: str = "us") -> None:
        self.owner = owner
        self.anomalies: dict[AnomalyKey, Anomaly] = {}
        self.alerted: set[AnomalyKey] = set()
        self.claims: dict[AnomalyKey, tuple[str, datetime]] = {}
        self.counted: Counter[tuple[str, datetime]] = Counter()
        self._step = step

    def add(self, anomalies: Sequence[Anomaly], now: datetime) -> set[AnomalyKey]:
        """Stores, counts and claims what is not stored already."""
        self._step("anomalies.add")
        new = {anomaly.key: anomaly for anomaly in anomalies if anomaly.key not in self.anomalies}
        for key, anomaly in new.items():
            self.anomalies[key] = anomaly
            hour = anomaly.event.timestamp.replace(minute=0, second=0, microsecond=0)
            self.counted[anomaly.event.series, hour] += 1
            if anomaly.alert_due and anomaly.hold is None:
                self.claims[key] = (self.owner, now + CLAIM_LASTS)
        self._step("anomalies.added")
        return set(new)

    def claim_alert(self, anomaly: Anomaly, now: datetime) -> bool:
        """Claims an alert that has not gone out, unless another process has it."""
        self._step("anomalies.claim")
        standing = self.anomalies.get(anomaly.key)
        if anomaly.key in self.alerted or (standing and standing.hold):
            return False
        owner, until = self.claims.get(anomaly.key, (self.owner, now))
        if anomaly.key not in self.anomalies or (owner != self.owner and until > now):
            raise DependencyError("claimed by another process")
        self.claims[anomaly.key] = (self.owner, now + CLAIM_LASTS)
        self._step("anomalies.claimed")
        return True

    def note_alerted(self, anomaly: Anomaly) -> None:
        """Notes that the alert has gone out."""
        self._step("anomalies.note")
        self.alerted.add(anomaly.key)
        self.claims.pop(anomaly.key, None)
        self._step("anomalies.noted")

    def release_alerts(self, anomalies: Sequence[Anomaly]) -> None:
        """Ends our claims."""
        self._step("anomalies.release")
        for anomaly in anomalies:
            if self.claims.get(anomaly.key, ("", None))[0] == self.owner:
                del self.claims[anomaly.key]
