"""What the candles table must hold, from events or straight from recorded bars."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.plain import minute_of, once_each
from tests.oracle.recorded import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.oracle.plain import PlainEvent
    from tests.oracle.recorded import RecordedBar


@dataclass(frozen=True)
class OracleCandle:
    """One minute of one symbol."""

    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    trades: int


def candles(events: Iterable[PlainEvent]) -> dict[tuple[str, str], OracleCandle]:
    """The candle of each (symbol, minute): open and close by (timestamp, event_id), each id counted once."""
    ordered = once_each(events)
    traded = _traded(ordered)
    minutes: dict[tuple[str, str], list[PlainEvent]] = defaultdict(list)
    for event in ordered:
        minutes[event["symbol"], minute_of(event["timestamp"])].append(event)
    return {
        key: OracleCandle(
            open=inside[0]["price"],
            high=max(event["price"] for event in inside),
            low=min(event["price"] for event in inside),
            close=inside[-1]["price"],
            volume=sum((traded[event["event_id"]] for event in inside), Decimal(0)),
            trades=len(inside),
        )
        for key, inside in minutes.items()
    }


def candles_of_bars(bars: Iterable[RecordedBar], ticks: str) -> dict[tuple[str, str], OracleCandle]:
    """The candles of a replay of `bars` with `ticks` "close" (one event a bar) or "ohlc" (four)."""
    return {
        (bar.symbol, minute_of(utc_text(bar.timestamp))): OracleCandle(
            open=bar.open, high=bar.high, low=bar.low, close=bar.close, volume=bar.volume, trades=4
        )
        if ticks == "ohlc"
        else OracleCandle(open=bar.close, high=bar.close, low=bar.close, close=bar.close, volume=bar.volume, trades=1)
        for bar in bars
    }


def _traded(ordered: list[PlainEvent]) -> dict[str, Decimal]:
    """The shares each event adds, by its id.

    A running total adds its growth since the symbol's quote before it. One that is smaller than the quote before has
    begun anew, so all of it is growth. The first quote of a symbol has nothing to grow from and adds nothing.
    """
    added: dict[str, Decimal] = {}
    totals: dict[str, Decimal] = {}
    for event in ordered:
        volume = event["volume"]
        if event["volume_kind"] == "interval":
            added[event["event_id"]] = volume
            continue
        before = totals.get(event["symbol"], volume)
        added[event["event_id"]] = volume if volume < before else volume - before
        totals[event["symbol"]] = volume
    return added
