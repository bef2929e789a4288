"""The events of a benchmark: in a feed of their own, calm enough never to be an anomaly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import feed_of, series_of
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.timestamps import floor_millisecond

if TYPE_CHECKING:
    from datetime import datetime

SYMBOL = "BENCH"
FEED = feed_of("bench", "push")
SERIES = series_of(FEED, SYMBOL)
_BASE = Decimal(100)
_CENTS_UP = 20  # the price rises by so many cents, one a quote, and falls again


def bench_event(number: int, now: datetime) -> PriceEvent:
    """Return the quote with this number, taken now; its price differs from that of the quote before."""
    cents = number % (2 * _CENTS_UP)
    if cents > _CENTS_UP:
        cents = 2 * _CENTS_UP - cents
    moment = floor_millisecond(now)
    return make_event(
        feed=FEED,
        symbol=SYMBOL,
        price=_BASE + Decimal(cents) / 100,
        volume=Decimal(1),
        volume_kind=VolumeKind.INTERVAL,
        session=trading_day_of(moment),
        change_percent=None,
        timestamp=moment,
        ingested_at=moment,
        source=Source.REPLAY,
    )
