from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.replay.parallel_put import ParallelPut, lane_of
from lambdas.shared.errors import DependencyError
from lambdas.shared.ports import Placed
from tests.unit.features.replay.builders import OPENING, event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.event import PriceEvent

SYMBOLS = ("AAPL", "GOOGL", "MSFT", "AMZN", "TSLA")
LANES = 4
TIMEOUT_SECONDS = 10


class Stream:
    """Takes events on any thread, in whatever order lanes bring them."""

    def __init__(self) -> None:
        self.taken: list[PriceEvent] = []
        self._lock = threading.Lock()

    def put(self, events: Sequence[PriceEvent]) -> list[Placed]:
        placed = []
        for one in events:  # an event at a time, so that lanes mix as they can
            with self._lock:
                self.taken.append(one)
                placed.append(Placed(one.event_id, "shard-0", str(len(self.taken))))
        return placed


def lane(symbol: str) -> int:
    return lane_of(event(symbol).series, LANES)


def test_the_symbols_lie_in_several_lanes() -> None:
    assert len({lane(symbol) for symbol in SYMBOLS}) > 1
    assert {lane_of(str(number), LANES) for number in range(100)} == set(range(LANES))


@given(st.lists(st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=12), max_size=12))
def test_every_event_is_put_once_and_those_of_a_series_in_order(pages: list[list[str]]) -> None:
    stream, minute = Stream(), 0
    sent: list[PriceEvent] = []
    with ParallelPut(stream.put, lambda: OPENING, LANES) as sender:
        records = []
        for page in pages:
            events = [event(symbol, minute + place) for place, symbol in enumerate(page)]
            minute += len(page)
            sent += events
            records += sender.send(events)
        records += sender.wait()
    assert sorted(record.event_id for record in records) == sorted(one.event_id for one in sent)
    for symbol in SYMBOLS:
        assert [one for one in stream.taken if one.symbol == symbol] == [one for one in sent if one.symbol == symbol]


def test_a_lane_does_not_wait_for_another() -> None:
    first, other = "AAPL", next(symbol for symbol in SYMBOLS if lane(symbol) != lane("AAPL"))
    stream, passed = Stream(), threading.Event()

    def put(events: Sequence[PriceEvent]) -> list[Placed]:
        if events[0].symbol == other:
            passed.set()
        elif not passed.wait(TIMEOUT_SECONDS):
            raise AssertionError("the other lane was held up")
        return stream.put(events)

    with ParallelPut(put, lambda: OPENING, LANES) as sender:
        through = sender.send([event(first), event(other)])
        assert len(through + sender.wait()) == 2


def test_a_lane_has_one_request_in_flight() -> None:
    stream, running = Stream(), threading.Lock()

    def put(events: Sequence[PriceEvent]) -> list[Placed]:
        assert running.acquire(blocking=False)
        try:
            return stream.put(events)
        finally:
            running.release()

    with ParallelPut(put, lambda: OPENING, LANES) as sender:
        through = [record for minute in range(40) for record in sender.send([event(minute=minute)])]
        assert len(through + sender.wait()) == 40


def test_what_cannot_be_put_is_told_and_what_has_not_begun_is_not_sent() -> None:
    stream, waited = Stream(), threading.Event()

    def put(events: Sequence[PriceEvent]) -> list[Placed]:
        if not stream.taken:
            stream.put(events)
            waited.wait(TIMEOUT_SECONDS)
            raise DependencyError("Kinesis is full")
        return stream.put(events)

    sender = ParallelPut(put, lambda: OPENING, 1)

    def send_three() -> None:
        with sender:
            for minute in range(2):
                sender.send([event(minute=minute)])
            waited.set()
            sender.wait()

    with pytest.raises(DependencyError):
        send_three()
    assert len(stream.taken) <= 2


def test_sending_waits_for_what_is_under_way() -> None:
    stream = Stream()
    with ParallelPut(stream.put, lambda: OPENING, 1) as sender:
        through = [record for minute in range(5) for record in sender.send([event(minute=minute)])]
    assert len(through) >= 3
