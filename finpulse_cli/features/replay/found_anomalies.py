"""The anomalies of a replay, all of them or those that are new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.partitions import read_partition
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

_AFTER = "~"  # sorts behind every sign of an anomaly's id


class NewAnomalies:
    """Follows the anomalies of a replay's series, and reads none of them for ever.

    Within a series anomalies are found in order of time, so whatever is new stands behind what was `passed`.
    """

    def __init__(self, dynamodb: DynamoDBClient, table: str, events: Iterable[PriceEvent]) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._spans: dict[tuple[str, str], tuple[str, str]] = {
            place: (format_timestamp(first), format_timestamp(last) + _AFTER)
            for place, (first, last) in _spans(events).items()
        }

    def read(self) -> list[dict[str, Any]]:
        """Return what has not been passed, as stored, in order of (detected_at, symbol)."""
        found: list[dict[str, Any]] = []
        for (feed, symbol), (first, last) in self._spans.items():
            found.extend(
                read_partition(
                    self._dynamodb,
                    self._table,
                    ("symbol", symbol),
                    sort_key="anomaly_id",
                    first=first,
                    last=last,
                    equal={"feed": feed},
                )
            )
        return sorted(found, key=lambda item: (item["detected_at"], item["symbol"], item["feed"]))

    def passed(self, item: Mapping[str, Any]) -> None:
        """Leave this anomaly and those before it in its series out from now on."""
        place = (item["feed"], item["symbol"])
        _, last = self._spans[place]
        self._spans[place] = (item["anomaly_id"] + _AFTER, last)


def stored_anomalies(dynamodb: DynamoDBClient, table: str, events: Sequence[PriceEvent]) -> list[dict[str, Any]]:
    """Return the anomalies among `events`, as stored, in order of (detected_at, symbol)."""
    ids = {event.event_id for event in events}
    return [item for item in NewAnomalies(dynamodb, table, events).read() if item["event_id"] in ids]


def _spans(events: Iterable[PriceEvent]) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    spans: dict[tuple[str, str], tuple[datetime, datetime]] = {}
    for event in events:
        place = (event.feed, event.symbol)
        first, last = spans.get(place, (event.timestamp, event.timestamp))
        spans[place] = (min(first, event.timestamp), max(last, event.timestamp))
    return spans
