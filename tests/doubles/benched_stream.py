"""A stream that a benchmark measures, on a clock of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from finpulse_cli.features.bench.probe import Sightings
from finpulse_cli.features.bench.push import PushBench
from finpulse_cli.stack.progress import CONSUMERS, Checkpoints, Progress
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.ports import Placed
from tests.doubles.sleeping_clock import SleepingClock
from tests.factories import NOON, SHARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambdas.shared.domain.event import PriceEvent


class FakeProbe:
    """Sees what the stream shows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sightings = Sightings()
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")


class BenchedStream(SleepingClock):
    """A stream whose events every probe sees after its delay."""

    def __init__(self, delays_ms: dict[str, int], lost: Iterable[int] = ()) -> None:
        super().__init__(NOON)
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

    def bench(self, events: int = 4, rate: float = 2.0) -> PushBench:
        return PushBench(self, self.probes, self.checkpoints, events, rate, self.clock, self.sleep)
