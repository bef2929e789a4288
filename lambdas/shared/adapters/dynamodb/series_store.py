"""detector_state: one item a series, replaced only by who has read its latest version.

The live market's states stay for ever, a replay's for a day after its last event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import SeriesState
from lambdas.shared.domain.feed import REPLAY_KEPT_DAYS, is_replay, split_series
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp, parse_timestamp
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class DynamoSeriesStore:
    """Implements `ports.SeriesStore`."""

    client: DynamoDBClient
    table: str

    def load(self, series: Collection[str], now: datetime) -> dict[str, SeriesState]:
        """Return the states that exist."""
        items = batch_get(self.client, self.table, [{"series": name} for name in series])
        alive = (item for item in items if item.get("expires_at") is None or item["expires_at"] > epoch_seconds(now))
        return {item["series"]: state_of(item) for item in alive}

    def save(self, series: str, before: SeriesState, after: SeriesState, now: datetime) -> None:
        """Replace `before` by `after`, or raises `DependencyError` if the state has moved since it was read."""
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_item({"series": series, **state_attributes(after), "expires_at": _expiry(series, now)}),
                ConditionExpression="attribute_not_exists(series) OR scored = :scored OR expires_at <= :now",
                ExpressionAttributeValues=to_item({":scored": before.scored, ":now": epoch_seconds(now)}),
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise DependencyError(f"detector state of {series} was moved by another invocation") from error


def _expiry(series: str, now: datetime) -> int | None:
    feed, _ = split_series(series)
    return expiry(now, REPLAY_KEPT_DAYS) if is_replay(feed) else None


def state_attributes(state: SeriesState) -> dict[str, Any]:
    """Return a state as attributes; equal states give equal attributes."""
    return {
        "window": list(state.window),
        "newest_at": format_timestamp(state.newest_at) if state.newest_at else None,
        "newest_ids": sorted(state.newest_ids),
        "scored": state.scored,
        "last_alerts": {
            str(direction): {"at": format_timestamp(last.at), "severity": str(last.severity)}
            for direction, last in state.last_alerts.items()
        },
    }


def state_of(item: Mapping[str, Any]) -> SeriesState:
    """Return the inverse of `state_attributes`."""
    newest_at = item.get("newest_at")
    return SeriesState(
        window=tuple(item["window"]),
        newest_at=parse_timestamp(newest_at) if newest_at else None,
        newest_ids=frozenset(item["newest_ids"]),
        scored=int(item["scored"]),
        last_alerts={
            Direction(direction): LastAlert(parse_timestamp(last["at"]), Severity(last["severity"]))
            for direction, last in item["last_alerts"].items()
        },
    )
