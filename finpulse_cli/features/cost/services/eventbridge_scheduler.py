"""EventBridge Scheduler: the runs of the ingester and of alert_digest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import DIGEST_EVERY_SECONDS
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def scheduler(flow: Flow) -> list[Usage]:
    """One invocation a run, at most one a minute."""
    return [
        Usage("schedule", "runs of data_ingester", flow.runs_per_second * MONTH),
        Usage("schedule", "runs of alert_digest", Decimal(MONTH) / DIGEST_EVERY_SECONDS),
    ]
