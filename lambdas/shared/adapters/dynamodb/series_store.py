"""detector_state: one item a series, replaced only by who has read its latest version.

The live market's states stay for ever, a replay's for a day after its last event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.in_parallel import in_parallel
from lambdas.shared.adapters.dynamodb.series_item import is_alive, state_attributes, state_of
from lambdas.shared.adapters.dynamodb.transaction import transact_write
from lambdas.shared.domain.feed import REPLAY_KEPT_DAYS, is_replay, split_series
from lambdas.shared.domain.timestamps import epoch_seconds, expiry
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.detector import SeriesState, Transition

# So few go in one transaction: one call instead of ten, for which twice ten write units are a fair price. A batch of
# many series would cost hundreds of dollars a month more, and on AWS calls side by side are as quick.
TOGETHER = 10


@dataclass(frozen=True, slots=True)
class DynamoSeriesStore:
    """Implements `ports.SeriesStore`."""

    client: DynamoDBClient
    table: str

    def load(self, series: Collection[str], now: datetime) -> dict[str, SeriesState]:
        """Return the states that exist; `DependencyError` names one that another version wrote or nobody can read."""
        items = batch_get(self.client, self.table, [{"series": name} for name in series])
        return {item["series"]: state_of(item) for item in items if is_alive(item, now)}

    def save(self, moved: Mapping[str, Transition], now: datetime) -> None:
        """Replace each `before` by its `after`; `DependencyError` names those that have moved since they were read.

        Many are written side by side: of a batch that fails here, what was written need not be written again.
        """
        puts = {series: self._put(series, transition, now) for series, transition in moved.items()}
        refused = self._refused_together(puts) if 1 < len(puts) <= TOGETHER else self._refused_apart(puts)
        if refused:
            raise DependencyError(f"detector state of {', '.join(refused)} was moved by another invocation")

    def _refused_together(self, puts: Mapping[str, dict[str, Any]]) -> list[str]:
        names = list(puts)
        return [names[place] for place in transact_write(self.client, [{"Put": put} for put in puts.values()])]

    def _refused_apart(self, puts: Mapping[str, dict[str, Any]]) -> list[str]:
        written = in_parallel(lambda series: self._is_written(puts[series]), puts)
        return [series for series, is_written in written.items() if not is_written]

    def _is_written(self, put: Mapping[str, Any]) -> bool:
        try:
            self.client.put_item(**put)
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _put(self, series: str, transition: Transition, now: datetime) -> dict[str, Any]:
        before, after = transition
        return {
            "TableName": self.table,
            "Item": to_item({"series": series, **state_attributes(after), "expires_at": _expiry(series, now)}),
            "ConditionExpression": "attribute_not_exists(series) OR scored = :scored OR expires_at <= :now",
            "ExpressionAttributeValues": to_item({":scored": before.scored, ":now": epoch_seconds(now)}),
        }


def _expiry(series: str, now: datetime) -> int | None:
    feed, _ = split_series(series)
    return expiry(now, REPLAY_KEPT_DAYS) if is_replay(feed) else None
