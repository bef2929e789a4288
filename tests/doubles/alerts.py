"""A mailbox instead of SNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly
    from tests.doubles.steps import Step


class MemoryAlerts:
    """Implements `ports.AlertSender`; `sent` is what went out, in order."""

    def __init__(self, step: Step = never_fails) -> None:
        self.sent: list[Anomaly] = []
        self._step = step

    def send(self, anomaly: Anomaly) -> None:
        """Sends the alert of an anomaly."""
        self._step("alerts.send")
        self.sent.append(anomaly)
        self._step("alerts.sent")
