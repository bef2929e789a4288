"""Starts the detector afresh for a replay.

A replay is a recording that begins anew, so its series begin anew: without this, a second replay of a fixture
would find the first one's window, and its events would be older than the newest scored. Live quotes have series of
their own and are not touched. docs/decisions/detector-series.md says why a series is a symbol of a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.detector import series_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent


def begin_series(dynamodb: DynamoDBClient, table: str, events: Iterable[PriceEvent]) -> None:
    """Deletes the detector's state of every series that `events` belong to."""
    for key in _keys(events):
        dynamodb.delete_item(TableName=table, Key=to_item(key))


def end_series(dynamodb: DynamoDBClient, table: str, events: Iterable[PriceEvent]) -> None:
    """Deletes the detector's state of series that will never go on."""
    begin_series(dynamodb, table, events)


def stored_series(dynamodb: DynamoDBClient, table: str, events: Iterable[PriceEvent]) -> list[dict[str, Any]]:
    """The detector's state of every series that `events` belong to, as stored."""
    return batch_get(dynamodb, table, _keys(events))


def scored_events(dynamodb: DynamoDBClient, table: str, events: Iterable[PriceEvent]) -> int:
    """How many events the detector has scored in these series since they began."""
    return sum(int(item["scored"]) for item in batch_get(dynamodb, table, _keys(events), attributes=("scored",)))


def _keys(events: Iterable[PriceEvent]) -> list[dict[str, str]]:
    return [{"series": series} for series in sorted({series_of(event) for event in events})]
