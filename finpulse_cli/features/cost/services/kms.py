"""KMS: requests that encrypted services make, also to AWS's managed keys, which themselves are free."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import COLD_STARTS_PER_DAY, KEY_USES_PER_HOUR
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.services.lambda_ import DAYS
from finpulse_cli.features.cost.units import MONTH, MONTH_HOURS

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow

USES = Decimal(KEY_USES_PER_HOUR * MONTH_HOURS)  # of one data key by one principal


def kms(flow: Flow) -> list[Usage]:
    """Every principal asks for a shard's, a table's or a topic's data key once in five minutes."""
    stack = flow.stack
    stream = flow.shards * (1 + stack.stream.readers) if stack.stream.encrypted else Decimal(0)
    alerts = min(flow.alerts_per_second * MONTH, USES) if stack.alerts.encrypted else Decimal(0)
    secrets = COLD_STARTS_PER_DAY * DAYS + flow.queries_per_month
    return [
        Usage("kms-request", "the stream's producer and readers, by shard", USES * stream),
        Usage("kms-request", "tables, by function that uses them", USES * _table_users(flow)),
        Usage("kms-request", "the alert topic", alerts * (1 + stack.alerts.queues + stack.alerts.mailboxes)),
        Usage("kms-request", "secrets in SSM", secrets if stack.parameters else Decimal(0)),
        Usage("kms-key", "keys of your own", Decimal(stack.keys)),
    ]


def _table_users(flow: Flow) -> int:
    """Return the pairs of a function and a table that it uses."""
    if not any(table.managed_key for table in flow.stack.tables.values()):
        return 0
    return sum(function.tables for function in flow.stack.functions.values())
