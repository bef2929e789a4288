"""Streams of events as hypothesis draws them, and ways to deliver a stream.

Numbers are small whole ones: equal prices, flat windows and scores that lie exactly on a limit are then common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lambdas.shared.domain.event import PriceEvent, VolumeKind
from tests.factories import price_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle.plain import PlainEvent

QUOTE = st.tuples(
    st.sampled_from(("AAPL", "AAPL", "AAPL", "AAPL", "MSFT")),
    st.sampled_from(("replay:calm", "replay:calm", "replay:calm", "alpha_vantage")),
    st.sampled_from((0, 0, 1, 20, 20, 60, 400, -1, -90)),  # seconds since the quote before: some are late
    st.sampled_from((0, 0, 0, 1, -1, 1, -1, 2, -2, 7, -7, 60, -60)),  # move of the price
    st.integers(0, 9),  # volume; day totals add up, and at 9 they restart
    st.booleans(),
)


@st.composite
def event_streams(draw: st.DrawFn, max_size: int = 60) -> list[PriceEvent]:
    """A stream of several symbols and sources, in any order of time, with events put twice here and there.

    It may begin with thirty or more quotes that fill a window, flat or not.
    """
    stream = draw(warm_ups())
    seconds, price, total = 60.0 * len(stream), 100, 1000
    for symbol, source, pause, move, volume, is_total in draw(st.lists(QUOTE, max_size=max_size)):
        seconds, price, total = max(0.0, seconds + pause), max(1, price + move), 5 if volume == 9 else total + volume
        kind = VolumeKind.DAY_TOTAL if is_total else VolumeKind.INTERVAL
        amount = total if is_total else f"{volume}.5"  # never a total: the id of a quote does not cover its kind
        stream.append(price_event(price, seconds=seconds, symbol=symbol, source=source, volume=amount, kind=kind))
    return put_twice(stream, draw(st.lists(st.integers(0, 200), max_size=5)))


@st.composite
def warm_ups(draw: st.DrawFn) -> list[PriceEvent]:
    """Nothing, or quotes a minute apart that swing by a fixed amount around 100."""
    length, swing = draw(st.sampled_from((0, 29, 30, 35))), draw(st.sampled_from((0, 0, 1, 5)))
    return [
        price_event(100 + swing * (-1) ** place, seconds=60 * place, source="replay:calm") for place in range(length)
    ]


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
    stamp = event.timestamp.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "event_id": event.event_id,
        "source": event.source,
        "symbol": event.symbol,
        "timestamp": stamp,
        "price": event.price,
        "volume": event.volume,
        "volume_kind": str(event.volume_kind),
    }
