"""What a replay left in the tables of one target, ready to be compared: all that its feed has there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from finpulse_cli.features.parity.compare import Item, Items, Key
from finpulse_cli.features.replay.found_anomalies import stored_anomalies
from finpulse_cli.features.replay.partitions import read_partition
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids
from lambdas.shared.adapters.dynamodb.counter_keys import FEEDS
from lambdas.shared.domain.candle import candle_key
from lambdas.shared.domain.price import price_key
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

KEYS: Mapping[str, Key] = {
    "live_prices": ("series", "timestamp"),
    "latest_prices": ("feed", "symbol"),
    "price_candles": ("series", "candle_timestamp"),
    "session_starts": ("series", "session"),
    "counters": ("scope", "bucket"),
    "anomalies": ("symbol", "anomaly_id"),
    "detector_state": ("series",),
}
BY_SERIES = tuple(table for table, key in KEYS.items() if key[0] == "series")
# When a target wrote an item, not what it wrote. `ingested_at` is the event's own and must agree.
OF_THE_WRITING = frozenset({"expires_at"})

Tables = dict[str, Sequence[Item]]
"""Items as stored, by the stack's own name of their table."""


def read_tables(dynamodb: DynamoDBClient, names: Mapping[str, str], events: Sequence[PriceEvent]) -> Tables:
    """Return everything that the feed of `events` has, read consistently; `names` as the outputs'."""
    feeds, series = ({event.feed for event in events}, {event.series for event in events})
    by_series = {
        table: [item for name in sorted(series) for item in read_partition(dynamodb, names[table], ("series", name))]
        for table in BY_SERIES
    }
    return {
        **by_series,
        "latest_prices": [
            item for feed in sorted(feeds) for item in read_partition(dynamodb, names["latest_prices"], ("feed", feed))
        ],
        "counters": [item for feed in sorted(feeds) for item in _counters(dynamodb, names["counters"], feed)],
        "anomalies": stored_anomalies(dynamodb, names["anomalies"], events),
    }


def expected_keys(events: Sequence[PriceEvent]) -> dict[str, set[Key]]:
    """Return the items that `events` must leave, whatever the target, as far as that is known without scoring them."""
    return {
        "live_prices": {(series, format_timestamp(at)) for series, at in map(price_key, events)},
        "latest_prices": {(event.feed, event.symbol) for event in events},
        "price_candles": {(series, format_timestamp(minute)) for series, minute in map(candle_key, events)},
        "detector_state": {(event.series,) for event in events},
    }


def comparable(table: str, items: Iterable[Item]) -> Items:
    """Return a table's items by key, without what is of the writing; `alerted` is compared with the alerts."""
    keys = KEYS[table]
    left_out = {*keys, *OF_THE_WRITING, *(("alerted",) if table == "anomalies" else ())}
    return {
        tuple(str(item[key]) for key in keys): {
            name: value for name, value in _readable(item).items() if name not in left_out
        }
        for item in items
    }


def _counters(dynamodb: DynamoDBClient, table: str, feed: str) -> list[Item]:
    """Return the counts of a feed by the hour, and its entries in the list of all feeds."""
    hours = read_partition(dynamodb, table, ("scope", feed))
    days = read_partition(dynamodb, table, ("scope", FEEDS), sort_key="bucket", first=f"{feed}#", last=f"{feed}#~")
    return [*hours, *days]


def _readable(item: Item) -> Item:
    """Return a candle with its event ids, which are stored as packed bytes, as texts."""
    if "fold" not in item:
        return item
    return {**item, "fold": {**item["fold"], "event_ids": held_event_ids(item)}}
