"""Streams of events as hypothesis draws them, and ways to deliver a stream.

Numbers are small whole ones: equal prices, flat windows and scores that lie exactly on a limit are then common.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lambdas.shared.domain.event import PriceEvent, VolumeKind
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.timestamps import format_timestamp
from tests.factories import price_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.plain import PlainEvent

# The day before NOON's, NOON's own, and one that has no session; they interleave as no exchange would have it.
SESSIONS = (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21))
# seconds from NOON: some streams begin just before the open at 14:30, so that totals of it come around 14:45
BEGINNINGS = (0.0, -3 * 3600.0, -9000.0, -8100.0)

# A bar's open, and how far high and low lie beyond; None is a quote.
SHAPES: tuple[tuple[int, int, int] | None, ...] = (None, (-2, 3, -4), (1, 1, 0))

QUOTE = st.tuples(
    st.sampled_from(("AAPL", "AAPL", "AAPL", "AAPL", "MSFT")),
    st.sampled_from(("calm.1", "calm.1", "calm.1", "calm.2", "live")),
    st.sampled_from((0, 0, 1, 20, 20, 60, 400, -1, -90)),  # seconds since the quote before: some are late
    st.sampled_from((0, 0, 0, 1, -1, 1, -1, 2, -2, 7, -7, 60, -60)),  # move of the price
    st.integers(0, 9),  # volume; day totals add up, and at 9 they dip
    st.sampled_from((None, *SESSIONS)),  # of a running total, else the volume is an interval's
    st.sampled_from((None, *SHAPES)),
)


@st.composite
def event_streams(draw: st.DrawFn, max_size: int = 60) -> list[PriceEvent]:
    """A stream of several symbols and sources, in any order of time, with events put twice here and there.

    It may begin with thirty or more quotes that fill a window, flat or not.
    """
    stream = draw(warm_ups())
    seconds, price, total = draw(st.sampled_from(BEGINNINGS)) + 60.0 * len(stream), 100, 1000
    for symbol, feed, pause, move, volume, session, bar in draw(st.lists(QUOTE, max_size=max_size)):
        seconds, price, total = seconds + pause, max(1, price + move), total - 200 if volume == 9 else total + volume
        # the fraction tells sessions and shapes apart: the id of a quote covers neither
        fraction = 1 + SESSIONS.index(session) if session else 5 + SHAPES.index(bar)
        stream.append(
            price_event(
                price,
                seconds=seconds,
                symbol=symbol,
                feed=feed,
                volume=f"{abs(total) if session else volume}.{fraction}",
                kind=VolumeKind.DAY_TOTAL if session else VolumeKind.INTERVAL,
                session=session,
                bar=_bar(price, bar) if bar and not session else None,
            )
        )
    return put_twice(stream, draw(st.lists(st.integers(0, 200), max_size=5)))


def _bar(close: int, shape: tuple[int, int, int]) -> tuple[int, int, int]:
    move, above, below = shape
    opened = max(1, close + move)
    return opened, max(opened, close) + above, max(1, min(opened, close) + below)


@st.composite
def warm_ups(draw: st.DrawFn) -> list[PriceEvent]:
    """Nothing, or quotes a minute apart that swing by a fixed amount around 100."""
    length, swing = draw(st.sampled_from((0, 29, 30, 35))), draw(st.sampled_from((0, 0, 1, 5)))
    return [price_event(100 + swing * (-1) ** place, seconds=60 * place, feed="calm.1") for place in range(length)]


def put_twice(stream: Sequence[PriceEvent], places: Sequence[int]) -> list[PriceEvent]:
    """The stream with some of its events put again at its end or further on."""
    doubled = list(stream)
    for place in places:
        if doubled:
            doubled.insert((place * 7) % (len(doubled) + 1), doubled[place % len(doubled)])
    return doubled


@dataclass(frozen=True)
class Delivery:
    """How a stream is cut and repeated: one entry a delivery, used round and round.

    `sizes` are batch sizes, `repeats` how often a batch that succeeded comes again, `rewinds` how many records before
    it come again with it.
    """

    sizes: tuple[int, ...]
    repeats: tuple[int, ...]
    rewinds: tuple[int, ...]


def deliveries() -> st.SearchStrategy[Delivery]:
    """Any way to cut, repeat and rewind a stream."""
    return st.builds(
        Delivery,
        sizes=st.lists(st.sampled_from((1, 2, 3, 7, 20, 500)), min_size=1, max_size=6).map(tuple),
        repeats=st.lists(st.integers(0, 2), min_size=1, max_size=4).map(tuple),
        rewinds=st.lists(st.sampled_from((0, 0, 0, 1, 5, 40)), min_size=1, max_size=4).map(tuple),
    )


def plain(event: PriceEvent) -> PlainEvent:
    """The event as the oracle takes it."""
    bar = (event.open, event.high, event.low)
    return {
        "event_id": event.event_id,
        "feed": event.feed,
        "symbol": event.symbol,
        "timestamp": format_timestamp(event.timestamp),
        "quoted_at": format_timestamp(event.recorded_at or event.timestamp),
        "session": event.session.isoformat(),
        "price": event.price,
        "bar": bar if None not in bar else None,  # type: ignore[typeddict-item]
        "volume": event.volume,
        "volume_kind": str(event.volume_kind),
    }


@st.composite
def total_streams(draw: st.DrawFn) -> list[PriceEvent]:
    """Quotes of one symbol with running totals that rise, dip and jump, in no order of time.

    Each minute has one or two of a few, so that a late total bears on many candles after it.
    """
    quotes = st.tuples(st.integers(0, 12), st.integers(0, 1), st.integers(0, 9), st.sampled_from(SESSIONS[:2]))
    begin = draw(st.sampled_from(BEGINNINGS))
    distinct = draw(st.lists(quotes, unique_by=lambda quote: quote[:2], max_size=16))
    return [
        price_event(
            100,
            seconds=begin + 60 * minute + 30 * half,
            feed=LIVE,
            volume=total,
            kind=VolumeKind.DAY_TOTAL,
            session=session,
        )
        for minute, half, total, session in distinct
    ]
