"""A candle as an item of price_candles.

Beside the public attributes stands the map `fold`, which the next fold needs and no reader shows:
`first_id`, `last_id`, `interval_volume`, `event_ids` (binary: the sorted ids, 16 bytes each) and
`running_totals` (only where there are any: a sorted list of `[timestamp, event_id, total]`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.candle import Candle, RunningTotal
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

ID_BYTES = 16


def candle_item(candle: Candle, expires_at: int) -> dict[str, Any]:
    """The item of a candle; equal candles give equal items."""
    (first_at, first_id), (last_at, last_id) = candle.first, candle.last
    fold: dict[str, Any] = {
        "first_id": first_id,
        "last_id": last_id,
        "interval_volume": candle.interval_volume,
        "event_ids": b"".join(bytes.fromhex(event_id) for event_id in sorted(candle.event_ids)),
    }
    if candle.running_totals:
        fold["running_totals"] = [[format_timestamp(r.timestamp), r.event_id, r.total] for r in candle.running_totals]
    return {
        "symbol": candle.symbol,
        "candle_timestamp": format_timestamp(candle.minute),
        "open": candle.open,
        "high": candle.high,
        "low": candle.low,
        "close": candle.close,
        "volume": candle.volume,
        "trades": candle.trades,
        "first_at": format_timestamp(first_at),
        "last_at": format_timestamp(last_at),
        "fold": fold,
        "expires_at": expires_at,
    }


def candle_of(item: Mapping[str, Any]) -> Candle:
    """The inverse of `candle_item`."""
    fold = item["fold"]
    return Candle(
        symbol=item["symbol"],
        minute=parse_timestamp(item["candle_timestamp"]),
        open=item["open"],
        high=item["high"],
        low=item["low"],
        close=item["close"],
        first=(parse_timestamp(item["first_at"]), fold["first_id"]),
        last=(parse_timestamp(item["last_at"]), fold["last_id"]),
        interval_volume=fold["interval_volume"],
        total_growth=item["volume"] - fold["interval_volume"],
        running_totals=tuple(
            RunningTotal(parse_timestamp(at), event_id, total) for at, event_id, total in fold.get("running_totals", ())
        ),
        event_ids=frozenset(held_event_ids(item)),
    )


def held_event_ids(item: Mapping[str, Any]) -> list[str]:
    """The ids of the events that an item's candle holds, sorted."""
    packed: bytes = item["fold"]["event_ids"]
    return [packed[start : start + ID_BYTES].hex() for start in range(0, len(packed), ID_BYTES)]
