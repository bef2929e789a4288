"""A policy in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.alert_policy import AlertPolicy
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from datetime import datetime

    from tests.doubles.steps import Step


class MemoryPolicies:
    """Implements `ports.AlertPolicies`; `asked` are the moments of the readings."""

    def __init__(self, step: Step = never_fails) -> None:
        self.policy = AlertPolicy()
        self.asked: list[datetime] = []
        self._step = step

    def load(self, now: datetime) -> AlertPolicy:
        """Tells what is set."""
        self._step("policies.read")
        self.asked.append(now)
        return self.policy
