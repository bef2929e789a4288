"""What was recorded, as the events that a replay sends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, event_id_of, make_event
from lambdas.shared.domain.feed import feed_of, parts_of
from lambdas.shared.domain.sessions import trading_day_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from finpulse_cli.fixtures.model import Bar, Quote, Recording


class Ticks(StrEnum):
    """How many events a bar becomes."""

    CLOSE = "close"  # one that carries the whole bar: its close is the price, and its candle equals it
    OHLC = "ohlc"  # four inside its first minute, which add up to the same candle


@dataclass(frozen=True, slots=True)
class Tick:
    """One event before it has a feed and a place in time. `at` is the moment of the recording, aware UTC."""

    symbol: str
    at: datetime
    price: Decimal
    volume: Decimal
    volume_kind: VolumeKind
    change_percent: Decimal | None = None
    bar: Bar | None = None  # the whole bar, if the tick is one
    trading_day: date | None = None  # as the provider names it, if it does

    @property
    def session(self) -> date:
        """The recording's own trading day, wherever a replay moves it."""
        return self.trading_day or trading_day_of(self.at)


def ticks_of(recording: Recording, ticks: Ticks, symbols: frozenset[str] | None = None) -> list[Tick]:
    """Return all ticks of a recording in order of (time, symbol); `symbols` leaves the others out."""
    found = [_quote_tick(quote) for quote in recording.quotes]
    for bar in recording.bars:
        found.extend(_ohlc_ticks(bar) if ticks is Ticks.OHLC else [_close_tick(bar)])
    return sorted(
        (tick for tick in found if symbols is None or tick.symbol in symbols), key=lambda tick: (tick.at, tick.symbol)
    )


def events_of(ticks: list[Tick], feed: str, shift: timedelta, ingested_at: datetime) -> list[PriceEvent]:
    """Return the ticks, moved by `shift`, as events of `feed`."""
    return [
        make_event(
            feed=feed,
            symbol=tick.symbol,
            price=tick.price,
            volume=tick.volume,
            volume_kind=tick.volume_kind,
            session=tick.session,
            change_percent=tick.change_percent,
            timestamp=tick.at + shift,
            ingested_at=ingested_at,
            source=Source.REPLAY,
            open=tick.bar.open if tick.bar else None,
            high=tick.bar.high if tick.bar else None,
            low=tick.bar.low if tick.bar else None,
            recorded_at=tick.at if shift else None,
        )
        for tick in ticks
    ]


def in_feed(event: PriceEvent, feed: str) -> PriceEvent:
    """Return the same event in another feed, where it has another id."""
    event_id = event_id_of(feed, event.symbol, event.timestamp, event.price, event.volume)
    return replace(event, feed=feed, event_id=event_id)


def in_run(event: PriceEvent, run: str) -> PriceEvent:
    """Return the same event in another run of its recording."""
    return in_feed(event, run_of(event.feed, run))


def run_of(feed: str, run: str) -> str:
    """Return the feed of another run of the same recording."""
    return feed_of(parts_of(feed).fixture or feed, run)


def _close_tick(bar: Bar) -> Tick:
    """Make the bar one event at its start: a bar of five minutes is the candle of its first minute."""
    return Tick(bar.symbol, bar.start, bar.close, bar.volume, VolumeKind.INTERVAL, bar=bar)


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
    return Tick(
        symbol=quote.symbol,
        at=quote.timestamp,
        price=quote.price,
        volume=quote.volume,
        volume_kind=quote.volume_kind,
        change_percent=quote.change_percent,
        trading_day=quote.trading_day,
    )
