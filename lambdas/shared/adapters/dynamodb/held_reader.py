"""anomalies by what holds their alerts: the index `by_hold`, in which are only those that are held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.anomaly_reader import ATTRIBUTES, anomaly_row
from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, newest_first, to_rows
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.stored import StoredAnomaly

HOLD_INDEX = "by_hold"


@dataclass(frozen=True, slots=True)
class DynamoHeldAlerts:
    """Implements `ports.HeldAlerts`."""

    client: DynamoDBClient
    table: str

    def held_by(self, name: str, first: datetime, last: datetime, now: datetime) -> list[StoredAnomaly]:
        """Return the anomalies whose alerts a hold of this name keeps back until a moment from `first` to `last`."""
        query = PartitionQuery(
            table=self.table,
            partition=("held_by", name),
            sort_key="held_until",
            span=Span(since=first, until=last),
            index=HOLD_INDEX,
            conditions=(("expires_at", ">", epoch_seconds(now)),),
            attributes=ATTRIBUTES,
        )
        return to_rows(self.table, anomaly_row, newest_first(self.client, query))
