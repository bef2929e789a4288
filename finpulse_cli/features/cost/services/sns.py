"""SNS and SQS: alerts published, mailed and kept in the inbox of targets without e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def sns(flow: Flow) -> list[Usage]:
    """One publish an alert, an e-mail to every address that the stack subscribes, a request of every queue."""
    alerts = flow.alerts_per_second * MONTH
    return [
        Usage("publish", "alerts", alerts),
        Usage("e-mail", "alerts mailed", alerts * flow.stack.alerts.mailboxes),
        Usage("sqs-request", "alerts in the inbox", alerts * flow.stack.alerts.queues),
    ]
