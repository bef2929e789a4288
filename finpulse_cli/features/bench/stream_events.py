"""The events of `finpulse bench stream`: several symbols, an event a second each, calm, in a feed of their own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.wire.event_json import encode_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_CENTS_UP = 20  # a price rises by so many cents, one a quote, and falls again


def stream_events(count: int, symbols: int, run: str, now: datetime) -> Iterator[PriceEvent]:
    """Yield the events of one run in the order of their times, the last one taken at `now`."""
    feed = feed_of("bench", run)
    begin = now.replace(microsecond=0) - timedelta(seconds=(count - 1) // symbols)
    for number in range(count):
        turn, symbol = divmod(number, symbols)
        cents = (turn + symbol) % (2 * _CENTS_UP)
        moment = begin + timedelta(seconds=turn)
        yield make_event(
            feed=feed,
            symbol=f"B{symbol:05d}",
            price=100 + Decimal(min(cents, 2 * _CENTS_UP - cents)) / 100,
            volume=Decimal(10),
            volume_kind=VolumeKind.INTERVAL,
            session=trading_day_of(moment),
            change_percent=None,
            timestamp=moment,
            ingested_at=now.replace(microsecond=0),
            source=Source.REPLAY,
        )


def stream_records(events: Iterable[PriceEvent]) -> list[dict[str, Any]]:
    """Return the events as entries of PutRecords."""
    return [{"Data": encode_event(event), "PartitionKey": event.series} for event in events]
