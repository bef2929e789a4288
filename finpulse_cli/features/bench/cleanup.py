"""Removes what a benchmark's events have left in the tables. Their lines in the lake stay, in their own feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.features.bench.bench_events import FEED, SERIES, SYMBOL
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.counter_keys import FEEDS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.stack.outputs import StackOutputs


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a table the feed's items are: a partition, those of whose items that bear the feed's name."""

    table: str
    partition: tuple[str, str]
    sort_key: str | None = None
    shared: bool = False  # with other feeds


PLACES = (
    _Place("live_prices", ("series", SERIES), "timestamp"),
    _Place("latest_prices", ("feed", FEED), "symbol"),
    _Place("price_candles", ("series", SERIES), "candle_timestamp"),
    _Place("session_starts", ("series", SERIES), "session"),
    _Place("anomalies", ("symbol", SYMBOL), "anomaly_id", shared=True),
    _Place("detector_state", ("series", SERIES)),
    _Place("counters", ("scope", FEED), "bucket"),
    _Place("counters", ("scope", FEEDS), "bucket", shared=True),
)


def remove_traces(dynamodb: DynamoDBClient, stack: StackOutputs) -> None:
    """Delete every item of the benchmark's feed."""
    for place in PLACES:
        _remove(dynamodb, stack.tables[place.table], place)


def _remove(dynamodb: DynamoDBClient, table: str, place: _Place) -> None:
    key, value = place.partition
    names = [key, place.sort_key] if place.sort_key else [key]
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="#key = :value",
        ExpressionAttributeNames={"#key": key},
        ExpressionAttributeValues=to_item({":value": value}),
        ConsistentRead=True,
    )
    for item in [item for page in pages for item in page["Items"]]:
        if not place.shared or item["feed"]["S"] == FEED:
            dynamodb.delete_item(TableName=table, Key={name: item[name] for name in names})
