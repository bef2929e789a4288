"""The alert policy of a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError, to_run
from lambdas.shared.adapters.dynamodb.alert_policy_store import DynamoAlertPolicy

if TYPE_CHECKING:
    from finpulse_cli.features.tail.base import Source


def policy_table(source: Source) -> DynamoAlertPolicy:
    """Return the policy of a stack. Raises MissingError for a stack of a version that knew none."""
    table = source.outputs.tables.get("alerting")
    if table is None:
        raise MissingError("this stack was made before alerts could be held: it has no table for that", to_run("up"))
    return DynamoAlertPolicy(source.clients.dynamodb, table)
