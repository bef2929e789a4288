"""session_starts for its writer, the aggregator: one item for each session of each series.

Without it, the first total of every session would make the aggregator look for earlier ones through all candles that
the series has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.domain.feed import kept_days, split_series
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.day_total import SessionKey

KEPT_DAYS = 30  # as long as the candles that it points to


@dataclass(frozen=True, slots=True)
class DynamoSessionStartStore:
    """Implements `ports.SessionStartStore`."""

    client: DynamoDBClient
    table: str

    def load(self, keys: Collection[SessionKey], now: datetime) -> dict[SessionKey, datetime]:
        """Return the first minutes that are known, read consistently."""
        items = batch_get(self.client, self.table, [_key(key) for key in keys])
        return {
            (item["series"], date.fromisoformat(item["session"])): parse_timestamp(item["first_minute"])
            for item in items
            if item["expires_at"] > epoch_seconds(now)
        }

    def save(self, starts: Mapping[SessionKey, datetime], written_at: datetime) -> None:
        """Write the first minutes."""
        batch_put(self.client, self.table, [_item(key, minute, written_at) for key, minute in starts.items()])


def _key(key: SessionKey) -> dict[str, str]:
    series, session = key
    return {"series": series, "session": session.isoformat()}


def _item(key: SessionKey, minute: datetime, written_at: datetime) -> dict[str, Any]:
    feed, _ = split_series(key[0])
    expires_at = expiry(written_at, kept_days(feed, KEPT_DAYS))
    return {**_key(key), "first_minute": format_timestamp(minute), "expires_at": expires_at}
