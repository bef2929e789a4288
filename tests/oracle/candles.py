"""What the candles table must hold, from events or straight from recorded bars."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.oracle.plain import minute_of, once_each, series
from tests.oracle.recorded import utc_text
from tests.oracle.volume import added

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
    """The candle of each (series, minute): open and close by (timestamp, event_id), each id counted once."""
    ordered = once_each(events)
    traded = added(ordered)
    minutes: dict[tuple[str, str], list[PlainEvent]] = defaultdict(list)
    for event in ordered:
        minutes[series(event), minute_of(event["timestamp"])].append(event)
    return {
        key: OracleCandle(
            open=_shape(inside[0])[0],
            high=max(_shape(event)[1] for event in inside),
            low=min(_shape(event)[2] for event in inside),
            close=inside[-1]["price"],
            volume=sum((traded[event["event_id"]] for event in inside), Decimal(0)),
            trades=len(inside),
        )
        for key, inside in minutes.items()
    }


def candles_of_bars(bars: Iterable[RecordedBar], ticks: str) -> dict[tuple[str, str], OracleCandle]:
    """The candles of a replay of `bars` with `ticks` "close" (one event a bar) or "ohlc" (four): the bars themselves.

    Their keys are symbol and minute, whatever the feed.
    """
    return {
        (bar.symbol, minute_of(utc_text(bar.timestamp))): OracleCandle(
            open=bar.open,
            high=bar.high,
            low=bar.low,
            close=bar.close,
            volume=bar.volume,
            trades=4 if ticks == "ohlc" else 1,
        )
        for bar in bars
    }


def _shape(event: PlainEvent) -> tuple[Decimal, Decimal, Decimal]:
    """Open, high and low: a bar's own, or three times the price of a quote."""
    return event["bar"] or (event["price"], event["price"], event["price"])
