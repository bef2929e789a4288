"""The benchmark's run, on a clock and a stream of the test's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.bench.events import SYMBOL, bench_event
from finpulse_cli.features.bench.probe import Sightings
from finpulse_cli.features.bench.push import TIMEOUT_SECONDS, WARM_UP_EVENTS, Measure, PushBench
from finpulse_cli.stack.progress import CONSUMERS, Checkpoints, Progress
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.ports import Placed
from tests.factories import NOON, SHARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent


class FakeProbe:
    """Sees what the world shows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sightings = Sightings()
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")


class World:
    """A clock that moves when somebody sleeps, and a stream whose events every probe sees after its delay."""

    def __init__(self, delays_ms: dict[str, int], lost: Iterable[int] = ()) -> None:
        self.now = NOON
        self.puts: list[datetime] = []
        self.probes = [FakeProbe(name) for name in delays_ms]
        self.processed = True
        self._delays = delays_ms
        self._lost = set(lost)

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        places = []
        for event in events:
            number = len(self.puts)
            self.puts.append(self.now)
            for probe in self.probes:
                if number not in self._lost:
                    seen_at = self.now + timedelta(milliseconds=self._delays[probe.name])
                    probe.sightings.saw(format_timestamp(event.timestamp), seen_at.timestamp())
            places.append(Placed(event.event_id, SHARD, str(number + 1)))
        return places

    def checkpoints(self) -> Checkpoints:
        position = Progress(len(self.puts) if self.processed else 0, self.now, self.now, 1)
        return {(consumer, SHARD): position for consumer in CONSUMERS}

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def bench(self, events: int = 4, rate: float = 2.0) -> PushBench:
        return PushBench(self, self.probes, self.checkpoints, events, rate, self.clock, self.sleep)


def test_each_probe_has_its_figures_from_the_same_run() -> None:
    world, told = World({"item": 50, "socket": 80}), list[int]()
    assert world.bench().run(told.append) == [
        Measure("put to item", 50.0, 50.0, 50.0, 0),
        Measure("put to socket", 80.0, 80.0, 80.0, 0),
    ]
    assert told == [1, 2, 3, 4]
    assert [probe.calls for probe in world.probes] == [["start", "stop"], ["start", "stop"]]


def test_events_are_put_at_the_rate_asked_for_after_a_few_that_do_not_count() -> None:
    world = World({"item": 1})
    world.bench(events=4, rate=2.0).run(lambda _done: None)
    measured = world.puts[WARM_UP_EVENTS:]
    assert len(measured) == 4
    steps = [(later - earlier).total_seconds() for earlier, later in pairwise(measured)]
    assert steps == [0.5, 0.5, 0.5]


def test_what_never_came_is_counted() -> None:
    last = WARM_UP_EVENTS + 3
    world = World({"item": 50}, lost=[last])
    (measure,) = world.bench().run(lambda _done: None)
    assert (measure.missing, measure.max_ms) == (1, 50.0)


def test_nothing_at_all_ends_with_an_error_and_stops_the_probes() -> None:
    world = World({"item": 50}, lost=range(100))
    with pytest.raises(FailedError, match="the first events"):
        world.bench().run(lambda _done: None)
    assert world.probes[0].calls == ["start", "stop"]
    assert (world.now - NOON).total_seconds() > TIMEOUT_SECONDS


def test_it_does_not_end_before_the_consumers_are_done() -> None:
    world = World({"item": 50})
    world.processed = False
    with pytest.raises(FailedError, match="the consumers finish"):
        world.bench().run(lambda _done: None)


def test_its_quotes_are_never_an_anomaly() -> None:
    state = SeriesState()
    events = [bench_event(number, NOON + timedelta(seconds=number)) for number in range(200)]
    assert {event.symbol for event in events} == {SYMBOL}
    assert all(one.price != other.price for one, other in pairwise(events))
    assert not detect(state, events, timedelta(minutes=15)).anomalies
