"""EventBridge Scheduler: the runs of the ingester."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def scheduler(flow: Flow) -> list[Usage]:
    """One invocation a run, at most one a minute."""
    return [Usage("schedule", "runs of data_ingester", flow.runs_per_second * MONTH)]
