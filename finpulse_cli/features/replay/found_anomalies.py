"""The anomalies among the events of a replay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.partitions import read_partition
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

_AFTER = "~"  # sorts behind every sign of an anomaly's id

FoundAnomalies = Mapping[str, Sequence[Mapping[str, Any]]]
"""Anomalies as stored by the feed that they are in, oldest first."""


def stored_anomalies(dynamodb: DynamoDBClient, table: str, events: Sequence[PriceEvent]) -> list[dict[str, Any]]:
    """Return the anomalies among `events`, as stored, in order of (detected_at, symbol)."""
    ids = {event.event_id for event in events}
    found: list[dict[str, Any]] = []
    for (feed, symbol), (first, last) in _spans(events).items():
        items = read_partition(
            dynamodb,
            table,
            ("symbol", symbol),
            sort_key="anomaly_id",
            first=format_timestamp(first),
            last=format_timestamp(last) + _AFTER,
            equal={"feed": feed},
        )
        found.extend(item for item in items if item["event_id"] in ids)
    return sorted(found, key=_order)


def by_feed(items: Iterable[Mapping[str, Any]]) -> FoundAnomalies:
    """Return anomalies by their feed; one that is there more than once, once."""
    once = {identity_of(item): item for item in items}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in sorted(once.values(), key=_order):
        found.setdefault(item["feed"], []).append(item)
    return found


def identity_of(item: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return what tells a stored anomaly from all others: the event, and who found it unusual."""
    return item["event_id"], item.get("detector")


def _order(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return (item["detected_at"], item["symbol"], item["feed"])


def _spans(events: Iterable[PriceEvent]) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    spans: dict[tuple[str, str], tuple[datetime, datetime]] = {}
    for event in events:
        place = (event.feed, event.symbol)
        first, last = spans.get(place, (event.timestamp, event.timestamp))
        spans[place] = (min(first, event.timestamp), max(last, event.timestamp))
    return spans
