"""anomalies for those who only read them: the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.anomaly_item import LISTING
from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, count_items, newest_first, to_rows
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.stored import StoredAnomaly
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import Severity

RECENT_INDEX = "recent"
FEED_INDEX = "by_feed"
EVENT_INDEX = "by_event"
# A sort key is `<detected_at>#<event_id>`; "$" is the character after "#", so this closes a moment with all its ids.
END_OF_MOMENT = "$"

MOST_OF_AN_EVENT = 10  # more than there are detectors
_PLACES = {name: place for place, name in enumerate(NAMES)}

ATTRIBUTES = tuple(field.name for field in fields(StoredAnomaly))


@dataclass(frozen=True, slots=True)
class DynamoAnomalyReader:
    """Implements `ports.AnomalyReader`, and what the command line asks besides.

    The indexes follow the table within moments. `now` decides what has expired: DynamoDB may keep such items for days.
    """

    client: DynamoDBClient
    table: str

    def recent(
        self, span: Span, now: datetime, feed: str | None = None, severity: Severity | None = None
    ) -> list[StoredAnomaly]:
        """Return the anomalies of all symbols within the span, newest first, in one feed or in all."""
        index, partition = (RECENT_INDEX, ("listing", LISTING)) if feed is None else (FEED_INDEX, ("feed", feed))
        return self._rows(self._query(partition, index, span, now, severity=severity))

    def of_symbol(
        self, symbol: str, span: Span, now: datetime, feed: str | None = None, severity: Severity | None = None
    ) -> list[StoredAnomaly]:
        """Return a symbol's anomalies within the span, newest first, in one feed or in all."""
        return self._rows(self._query(("symbol", symbol), None, span, now, severity=severity, feed=feed))

    def by_event(self, event_id: str, now: datetime) -> list[StoredAnomaly]:
        """Return the anomalies that an event was, by the detectors that found it one, as their catalogue has them."""
        rows = self._rows(self._query(("event_id", event_id), EVENT_INDEX, Span(limit=MOST_OF_AN_EVENT), now))
        return sorted(rows, key=lambda row: _PLACES.get(row.detector, MOST_OF_AN_EVENT))

    def count(self, feed: str, span: Span, now: datetime) -> int:
        """Return how many anomalies of a feed fall within the span; its limit plays no part. Each of them is read."""
        return count_items(self.client, self._query(("feed", feed), FEED_INDEX, span, now))

    def _query(
        self, partition: tuple[str, str], index: str | None, span: Span, now: datetime, **equal: str | None
    ) -> PartitionQuery:
        """`equal` are attributes that must have these values, None for any."""
        wanted = ((name, "=", str(value)) for name, value in equal.items() if value is not None)
        return PartitionQuery(
            table=self.table,
            partition=partition,
            sort_key="anomaly_id",
            span=span,
            end=END_OF_MOMENT,
            index=index,
            conditions=(("expires_at", ">", epoch_seconds(now)), *wanted),
            attributes=ATTRIBUTES,
        )

    def _rows(self, query: PartitionQuery) -> list[StoredAnomaly]:
        return to_rows(self.table, anomaly_row, newest_first(self.client, query))


def anomaly_row(item: Mapping[str, Any]) -> StoredAnomaly:
    """Return an item, plain values, as a row; what is not a column must be left out.

    Raises KeyError or TypeError if one is missing.
    """
    lists = {"window": tuple(item["window"]), "delivered_to": tuple(item.get("delivered_to", ()))}
    return StoredAnomaly(**{**item, **lists})
