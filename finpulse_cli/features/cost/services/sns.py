"""SNS and SQS: alerts published, mailed, queued for webhooks and kept in the inbox of targets without e-mail."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import QUEUE_POLL_SECONDS, QUEUE_POLLERS
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def sns(flow: Flow) -> list[Usage]:
    """One publish an alert, an e-mail to every address that the stack subscribes, requests of every queue.

    A webhook's queue takes an alert in, and Lambda takes it out in two.
    """
    alerts = flow.alerts_per_second * MONTH
    webhooks, polls = flow.stack.alerts.webhooks, Decimal(MONTH) / QUEUE_POLL_SECONDS
    return [
        Usage("publish", "alerts", alerts),
        Usage("e-mail", "alerts mailed", alerts * flow.stack.alerts.mailboxes),
        Usage("sqs-request", "alerts in queues", alerts * (flow.stack.alerts.queues + 2 * webhooks)),
        Usage("sqs-request", "Lambda's looks into the webhooks' queues", webhooks * QUEUE_POLLERS * polls),
    ]
