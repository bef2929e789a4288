"""What was recorded, as the events that a replay sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import PriceEvent, VolumeKind, make_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from finpulse_cli.fixtures.model import Bar, Quote, Recording

SOURCE_PREFIX = "replay:"


class Ticks(StrEnum):
    """How many events a bar becomes."""

    CLOSE = "close"  # one: its close, with its whole volume
    OHLC = "ohlc"  # four inside its first minute, so that the candle comes out equal to the bar


@dataclass(frozen=True, slots=True)
class Tick:
    """One event before it has a place in time: everything but the rebasing."""

    symbol: str
    at: datetime
    price: Decimal
    volume: Decimal
    volume_kind: VolumeKind
    change_percent: Decimal | None = None


def ticks_of(recording: Recording, ticks: Ticks, symbols: frozenset[str] | None = None) -> list[Tick]:
    """All ticks of a recording in order of (time, symbol); `symbols` leaves the others out."""
    found = [_quote_tick(quote) for quote in recording.quotes]
    for bar in recording.bars:
        found.extend(_ohlc_ticks(bar) if ticks is Ticks.OHLC else [_close_tick(bar)])
    return sorted(
        (tick for tick in found if symbols is None or tick.symbol in symbols), key=lambda tick: (tick.at, tick.symbol)
    )


def events_of(ticks: list[Tick], fixture_name: str, shift: timedelta, ingested_at: datetime) -> list[PriceEvent]:
    """The ticks, moved by `shift`, as events of the source `replay:<fixture>`."""
    return [
        make_event(
            source=SOURCE_PREFIX + fixture_name,
            symbol=tick.symbol,
            price=tick.price,
            volume=tick.volume,
            volume_kind=tick.volume_kind,
            change_percent=tick.change_percent,
            timestamp=tick.at + shift,
            ingested_at=ingested_at,
        )
        for tick in ticks
    ]


def _close_tick(bar: Bar) -> Tick:
    return Tick(bar.symbol, bar.start, bar.close, bar.volume, VolumeKind.INTERVAL)


def _ohlc_ticks(bar: Bar) -> Iterator[Tick]:
    """Open first, close last, and the extreme nearer to the open before the other: a rising bar dips first."""
    inner = (bar.low, bar.high) if bar.close >= bar.open else (bar.high, bar.low)
    share = bar.volume // 4
    volumes = (share, share, share, bar.volume - 3 * share)
    for quarter, (price, volume) in enumerate(zip((bar.open, *inner, bar.close), volumes, strict=True)):
        yield Tick(bar.symbol, bar.start + timedelta(seconds=15 * quarter), price, volume, VolumeKind.INTERVAL)


def _quote_tick(quote: Quote) -> Tick:
    if quote.timestamp is None:
        raise ValueError("a recording holds timed quotes only")
    return Tick(quote.symbol, quote.timestamp, quote.price, quote.volume, VolumeKind.DAY_TOTAL, quote.change_percent)
