"""anomalies for those who only read them: the API and the command line. Anomalies do not expire."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.anomaly_store import FEED
from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, Span, count_items, newest_first, to_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import Severity

RECENT_INDEX = "recent"
EVENT_INDEX = "by_event"
# A sort key is `<detected_at>#<event_id>`; "$" is the character after "#", so this closes a moment with all its ids.
END_OF_MOMENT = "$"


@dataclass(frozen=True, slots=True)
class StoredAnomaly:
    """One item of anomalies. Times are ISO text in the project's format, numbers exact decimals.

    `mean_price` and `stdev` are in price units, `z_score` in standard deviations; `window` holds the prices before
    the event, oldest first; `alerted` says that its e-mail went out.
    """

    symbol: str
    detected_at: str
    event_id: str
    direction: str
    severity: str
    current_price: Decimal
    mean_price: Decimal
    stdev: Decimal
    z_score: Decimal
    deviation_percent: Decimal
    detector: str
    window: tuple[Decimal, ...]
    alerted: bool
    source: str


ATTRIBUTES = tuple(field.name for field in fields(StoredAnomaly))


@dataclass(frozen=True, slots=True)
class DynamoAnomalyReader:
    """Reads anomalies. The indexes follow the table within moments."""

    client: DynamoDBClient
    table: str

    def recent(self, span: Span, severity: Severity | None = None) -> list[StoredAnomaly]:
        """The anomalies of all symbols within the span, newest first."""
        return self._rows(self._feed(span, severity))

    def of_symbol(self, symbol: str, span: Span, severity: Severity | None = None) -> list[StoredAnomaly]:
        """A symbol's anomalies within the span, newest first."""
        return self._rows(replace(self._feed(span, severity), partition=("symbol", symbol), index=None))

    def by_event(self, event_id: str) -> StoredAnomaly | None:
        """The anomaly that an event was, if it was one."""
        feed = self._feed(Span(limit=1), None)
        rows = self._rows(replace(feed, partition=("event_id", event_id), index=EVENT_INDEX))
        return rows[0] if rows else None

    def count(self, span: Span) -> int:
        """How many anomalies of all symbols fall within the span; its limit plays no part."""
        return count_items(self.client, self._feed(span, None))

    def _feed(self, span: Span, severity: Severity | None) -> PartitionQuery:
        return PartitionQuery(
            table=self.table,
            partition=("feed", FEED),
            sort_key="anomaly_id",
            span=span,
            end=END_OF_MOMENT,
            index=RECENT_INDEX,
            conditions=(("severity", "=", str(severity)),) if severity else (),
            attributes=ATTRIBUTES,
        )

    def _rows(self, query: PartitionQuery) -> list[StoredAnomaly]:
        return to_rows(self.table, anomaly_row, newest_first(self.client, query))


def anomaly_row(item: Mapping[str, Any]) -> StoredAnomaly:
    """An item, plain values, as a row; what is not a column must be left out. KeyError, TypeError if one is missing."""
    return StoredAnomaly(**{**item, "window": tuple(item["window"])})
