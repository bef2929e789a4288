"""A detector in memory."""

from __future__ import annotations

from datetime import timedelta

from lambdas.anomaly_detector.detect import Detector
from lambdas.shared.domain.detectors.roster import zscore_alone
from tests.doubles.alert_policies import MemoryPolicies
from tests.doubles.alerts import MemoryAlerts
from tests.doubles.anomaly_store import MemoryAnomalyStore
from tests.doubles.series_store import MemorySeriesStore
from tests.doubles.steps import FailingSteps
from tests.factories import NOON, price_run

FLAT = price_run(["100"] * 30)
MSFT = price_run(["200"] * 30, symbol="MSFT")


class MemoryDetector:
    """A detector on doubles that have seen thirty flat prices of AAPL and MSFT."""

    def __init__(self) -> None:
        self.steps = FailingSteps()
        self.states = MemorySeriesStore(self.steps)
        self.anomalies = MemoryAnomalyStore(self.steps)
        self.alerts = MemoryAlerts(self.steps)
        self.policies = MemoryPolicies(self.steps)
        roster = zscore_alone(timedelta(minutes=15))
        self.detector = Detector(self.states, self.anomalies, self.alerts, self.policies, roster)
        self.detector.run([*FLAT, *MSFT], NOON)
