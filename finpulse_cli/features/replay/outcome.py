"""What a replay left in the tables and the quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.series import scored_events
from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.s3_quarantine import PREFIX
from lambdas.shared.domain.candle import candle_key
from lambdas.shared.domain.price import price_key
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

    from finpulse_cli.features.replay.drain import SentRecord
    from finpulse_cli.stack.outputs import StackOutputs
    from lambdas.shared.domain.event import PriceEvent


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of what is in the tables for the events of a replay, and its anomalies as stored, oldest first."""

    prices: int
    candles: int
    counted_once: int  # distinct events that a candle holds
    scored: int
    quarantined: int
    anomalies: tuple[dict[str, Any], ...]


def read_outcome(
    dynamodb: DynamoDBClient,
    s3: S3Client,
    stack: StackOutputs,
    events: Sequence[PriceEvent],
    sent: Sequence[SentRecord],
) -> Outcome:
    """Reads back, consistently, everything that `events` (each once) should have become."""
    ids = {event.event_id for event in events}
    prices = stored_prices(dynamodb, stack.tables["live_prices"], events, attributes=("symbol",))
    candles = stored_candles(dynamodb, stack.tables["price_candles"], events, attributes=("symbol", "fold"))
    held = {event_id for candle in candles for event_id in held_event_ids(candle)}
    return Outcome(
        prices=len(prices),
        candles=len(candles),
        counted_once=len(ids & held),
        scored=scored_events(dynamodb, stack.tables["detector_state"], events),
        quarantined=len(quarantined_records(s3, stack.lake_bucket, sent)),
        anomalies=tuple(stored_anomalies(dynamodb, stack.tables["anomalies"], events)),
    )


def stored_anomalies(dynamodb: DynamoDBClient, table: str, events: Sequence[PriceEvent]) -> list[dict[str, Any]]:
    """The anomalies among `events`, as stored, in order of (detected_at, symbol)."""
    ids = {event.event_id for event in events}
    found = []
    for symbol in sorted({event.symbol for event in events}):
        moments = [event.timestamp for event in events if event.symbol == symbol]
        for item in _anomalies_between(dynamodb, table, symbol, min(moments), max(moments)):
            if item["event_id"] in ids:
                found.append(item)
    return sorted(found, key=lambda item: (item["detected_at"], item["symbol"]))


def _anomalies_between(
    dynamodb: DynamoDBClient, table: str, symbol: str, first: datetime, last: datetime
) -> Iterator[dict[str, Any]]:
    values = {":symbol": symbol, ":first": format_timestamp(first), ":last": format_timestamp(last) + "~"}
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="symbol = :symbol AND anomaly_id BETWEEN :first AND :last",
        ExpressionAttributeValues=to_item(values),
        ConsistentRead=True,
    )
    for page in pages:
        for item in page["Items"]:
            yield from_item(item)


def stored_prices(
    dynamodb: DynamoDBClient, table: str, events: Sequence[PriceEvent], attributes: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """What stands in live_prices at the moments of `events`, whoever wrote it; `attributes` limits what comes back."""
    keys = [{"symbol": symbol, "timestamp": format_timestamp(at)} for symbol, at in sorted({*map(price_key, events)})]
    return batch_get(dynamodb, table, keys, attributes)


def stored_candles(
    dynamodb: DynamoDBClient, table: str, events: Sequence[PriceEvent], attributes: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The candles of the minutes of `events`, whatever else they hold; `attributes` limits what comes back."""
    keys = [
        {"symbol": symbol, "candle_timestamp": format_timestamp(minute)}
        for symbol, minute in sorted({*map(candle_key, events)})
    ]
    return batch_get(dynamodb, table, keys, attributes)


def quarantined_records(s3: S3Client, bucket: str, sent: Sequence[SentRecord]) -> list[SentRecord]:
    """The records of this replay that some consumer has put into quarantine."""
    if not sent:
        return []
    days = sorted({f"year={at:%Y}/month={at:%m}/day={at:%d}/" for at in (sent[0].put_at, sent[-1].put_at)})
    consumers = s3.list_objects_v2(Bucket=bucket, Prefix=PREFIX, Delimiter="/").get("CommonPrefixes", [])
    found: set[str] = set()
    for folder in consumers:
        for day in days:
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder["Prefix"] + day)
            for page in pages:
                found |= {entry["Key"].rpartition("/")[2] for entry in page.get("Contents", [])}
    return [record for record in sent if f"{record.shard_id}-{record.sequence_number}.json" in found]
