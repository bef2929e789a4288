"""session_starts for its writer, the aggregator: one item for each session of each series.

Without it, the first total of every session would make the aggregator look for earlier ones through all candles that
the series has, and each batch for later ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.domain.feed import kept_days, split_series
from lambdas.shared.domain.session_span import SessionSpan
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

    def load(self, keys: Collection[SessionKey], now: datetime) -> dict[SessionKey, SessionSpan]:
        """Return the spans that are known, read consistently."""
        items = batch_get(self.client, self.table, [_key(key) for key in keys])
        return {
            (item["series"], date.fromisoformat(item["session"])): _span(item)
            for item in items
            if item["expires_at"] > epoch_seconds(now)
        }

    def save(self, spans: Mapping[SessionKey, SessionSpan], written_at: datetime) -> None:
        """Write the spans."""
        batch_put(self.client, self.table, [_item(key, span, written_at) for key, span in spans.items()])


def _key(key: SessionKey) -> dict[str, str]:
    series, session = key
    return {"series": series, "session": session.isoformat()}


def _span(item: Mapping[str, Any]) -> SessionSpan:
    """Return the span of an item; an older version noted no last day."""
    last_day = item.get("last_day")
    return SessionSpan(parse_timestamp(item["first_minute"]), date.fromisoformat(last_day) if last_day else None)


def _item(key: SessionKey, span: SessionSpan, written_at: datetime) -> dict[str, Any]:
    feed, _ = split_series(key[0])
    return {
        **_key(key),
        "first_minute": format_timestamp(span.first),
        "last_day": span.last_day.isoformat() if span.last_day else None,
        "expires_at": expiry(written_at, kept_days(feed, KEPT_DAYS)),
    }
