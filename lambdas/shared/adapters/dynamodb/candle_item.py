"""A candle as an item of price_candles and back.

The map `fold` is the aggregator's own: the ids of the candle's events, packed, and its running totals by session.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.candle import Candle
from lambdas.shared.domain.day_total import DayTotal
from lambdas.shared.domain.feed import split_series
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

ID_BYTES = 16


def candle_item(candle: Candle, expires_at: int) -> dict[str, Any]:
    """Return the item of a candle; equal candles give equal items."""
    (first_at, first_id), (last_at, last_id) = candle.first, candle.last
    feed, symbol = split_series(candle.series)
    fold: dict[str, Any] = {
        "first_id": first_id,
        "last_id": last_id,
        "interval_volume": candle.interval_volume,
        "event_ids": b"".join(bytes.fromhex(event_id) for event_id in sorted(candle.event_ids)),
    }
    if candle.day_totals:
        fold["totals"] = {total.session.isoformat(): _total_item(total) for total in candle.day_totals}
    return {
        "series": candle.series,
        "candle_timestamp": format_timestamp(candle.minute),
        "feed": feed,
        "symbol": symbol,
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
    """Return the candle of an item: the inverse of `candle_item`."""
    fold = item["fold"]
    totals: Mapping[str, Mapping[str, Any]] = fold.get("totals", {})
    return Candle(
        series=item["series"],
        minute=parse_timestamp(item["candle_timestamp"]),
        open=item["open"],
        high=item["high"],
        low=item["low"],
        close=item["close"],
        first=(parse_timestamp(item["first_at"]), fold["first_id"]),
        last=(parse_timestamp(item["last_at"]), fold["last_id"]),
        interval_volume=fold["interval_volume"],
        day_totals=tuple(_total_of(session, totals[session]) for session in sorted(totals)),
        event_ids=frozenset(held_event_ids(item)),
    )


def held_event_ids(item: Mapping[str, Any]) -> list[str]:
    """Return the ids of the events that an item's candle holds, sorted."""
    packed: bytes = item["fold"]["event_ids"]
    return [packed[start : start + ID_BYTES].hex() for start in range(0, len(packed), ID_BYTES)]


def _total_item(total: DayTotal) -> dict[str, Any]:
    first_at, first_id = total.first_at
    item = {
        "first_at": format_timestamp(first_at),
        "first_id": first_id,
        "first": total.first,
        "opens": total.opens,
        "top": total.top,
    }
    return item if total.before is None else {**item, "before": total.before}


def _total_of(session: str, item: Mapping[str, Any]) -> DayTotal:
    return DayTotal(
        session=date.fromisoformat(session),
        first_at=(parse_timestamp(item["first_at"]), item["first_id"]),
        first=item["first"],
        opens=item["opens"],
        top=item["top"],
        before=item.get("before"),
    )
