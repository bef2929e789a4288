"""What a replay left in the tables of one target, ready to be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from finpulse_cli.features.parity.compare import Item, Items, Key
from finpulse_cli.features.replay.outcome import stored_anomalies, stored_candles, stored_prices
from finpulse_cli.features.replay.series import stored_series
from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids
from lambdas.shared.domain.candle import candle_key
from lambdas.shared.domain.price import price_key
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

KEYS: Mapping[str, Key] = {
    "live_prices": ("symbol", "timestamp"),
    "latest_prices": ("symbol",),
    "price_candles": ("symbol", "candle_timestamp"),
    "anomalies": ("symbol", "anomaly_id"),
    "detector_state": ("series",),
}
# When a target wrote an item, not what it wrote. `ingested_at` is the event's own and must agree.
OF_THE_WRITING = frozenset({"expires_at"})

Tables = dict[str, Sequence[Item]]
"""Items as stored, by the stack's own name of their table."""


def read_tables(dynamodb: DynamoDBClient, names: Mapping[str, str], events: Sequence[PriceEvent]) -> Tables:
    """Everything that stands, read consistently, where `events` must have left something; `names` as the outputs'."""
    symbols = [{"symbol": symbol} for symbol in sorted({event.symbol for event in events})]
    return {
        "live_prices": stored_prices(dynamodb, names["live_prices"], events),
        "latest_prices": batch_get(dynamodb, names["latest_prices"], symbols),
        "price_candles": stored_candles(dynamodb, names["price_candles"], events),
        "anomalies": stored_anomalies(dynamodb, names["anomalies"], events),
        "detector_state": stored_series(dynamodb, names["detector_state"], events),
    }


def expected_keys(events: Sequence[PriceEvent]) -> dict[str, set[Key]]:
    """The items that `events` must leave, whatever the target, as far as that can be said without scoring them."""
    return {
        "live_prices": {(symbol, format_timestamp(at)) for symbol, at in map(price_key, events)},
        "price_candles": {(symbol, format_timestamp(minute)) for symbol, minute in map(candle_key, events)},
    }


def is_untouched(dynamodb: DynamoDBClient, names: Mapping[str, str], events: Sequence[PriceEvent]) -> bool:
    """Whether no price and no candle stands where `events` would go."""
    candles = stored_candles(dynamodb, names["price_candles"], events, attributes=("symbol",))
    return not candles and not stored_prices(dynamodb, names["live_prices"], events, attributes=("symbol",))


def comparable(table: str, items: Iterable[Item]) -> Items:
    """A table's items by key, without what is of the writing; `alerted` is compared with the alerts."""
    keys = KEYS[table]
    left_out = {*keys, *OF_THE_WRITING, *(("alerted",) if table == "anomalies" else ())}
    return {
        tuple(str(item[key]) for key in keys): {
            name: value for name, value in _readable(item).items() if name not in left_out
        }
        for item in items
    }


def own_latest(a: Sequence[Item], b: Sequence[Item], ids: Collection[str]) -> tuple[list[Item], list[Item], list[str]]:
    """The latest prices of either side that are worth comparing, and the symbols for which they are not.

    Where a target has quoted a symbol since, the newer quote stands there and says nothing of the replay. A symbol
    without any item on one side is compared: there is nothing newer that could excuse it.
    """
    foreign = sorted({str(item["symbol"]) for item in (*a, *b) if item["event_id"] not in ids})
    kept_a, kept_b = ([item for item in side if item["symbol"] not in foreign] for side in (a, b))
    return kept_a, kept_b, foreign


def _readable(item: Item) -> Item:
    """A candle's event ids, which are stored as packed bytes, as texts."""
    if "fold" not in item:
        return item
    return {**item, "fold": {**item["fold"], "event_ids": held_event_ids(item)}}
