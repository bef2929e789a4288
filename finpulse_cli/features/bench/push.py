"""Puts events at a steady rate and notes when each becomes visible at several places, all in the same run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.features.bench.events import bench_event
from finpulse_cli.features.replay.drain import Drain, SentRecord, percentile
from finpulse_cli.stack.progress import Checkpoints
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from finpulse_cli.features.bench.probe import Probe
    from lambdas.shared.ports import EventStream

WARM_UP_EVENTS = 3  # not measured: the first call of a function includes its start
POLL_SECONDS = 0.05
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Measure:
    """The way from a put to one place in milliseconds; None where nothing was seen. `missing` events never came."""

    what: str
    p50_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    missing: int


@dataclass(slots=True)
class PushBench:
    """`events` are put `rate` a second; time comes in as `clock` (the wall's) and `sleep` (seconds).

    `checkpoints` says how far the consumers have come: the benchmark ends when they are done with its events, so that
    their traces can be removed.
    """

    stream: EventStream
    probes: Sequence[Probe]
    checkpoints: Callable[[], Checkpoints]
    events: int
    rate: float
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def run(self, progress: Callable[[int], None]) -> list[Measure]:
        """Measure; return one measure a probe. `progress` hears how many measured events were put. Raises CliError."""
        with ExitStack() as running:
            for probe in self.probes:
                running.callback(probe.stop)
                probe.start()
            drain = Drain()
            self._put_all(drain, range(WARM_UP_EVENTS), lambda _done: None)
            self._await(lambda: not self._waiting, "the first events become visible")
            puts = self._put_all(drain, range(WARM_UP_EVENTS, WARM_UP_EVENTS + self.events), progress)
            self._await(lambda: not self._waiting)
            self._await(lambda: self._is_drained(drain), "the consumers finish")
            return [_measure(probe, puts) for probe in self.probes]

    @property
    def _waiting(self) -> bool:
        return any(probe.sightings.is_waiting for probe in self.probes)

    def _put_all(self, drain: Drain, numbers: range, progress: Callable[[int], None]) -> dict[str, float]:
        """Put the events at their rate; return when each was put, in epoch seconds, by its timestamp."""
        puts: dict[str, float] = {}
        began = self.clock()
        for done, number in enumerate(numbers):
            due = done / self.rate - (self.clock() - began).total_seconds()
            self.sleep(max(0.0, due))
            put_at = self.clock()
            event = bench_event(number, put_at)
            timestamp = format_timestamp(event.timestamp)
            for probe in self.probes:
                probe.sightings.expect(timestamp)
            puts[timestamp] = put_at.timestamp()
            for place in self.stream.put([event]):
                drain.add([SentRecord(place.event_id, place.shard_id, int(place.sequence_number), put_at)])
            progress(done + 1)
        return puts

    def _is_drained(self, drain: Drain) -> bool:
        drain.observe(self.checkpoints())
        return drain.drained

    def _await(self, condition: Callable[[], bool], what: str | None = None) -> None:
        """Wait until the condition holds; when it takes too long go on, or fail if `what` is to happen."""
        began = self.clock()
        while not condition():
            if (self.clock() - began).total_seconds() > TIMEOUT_SECONDS:
                if what:
                    raise FailedError(f"waited {TIMEOUT_SECONDS:.0f} s in vain that {what}", to_run("status"))
                return
            self.sleep(POLL_SECONDS)


def _measure(probe: Probe, puts: dict[str, float]) -> Measure:
    seen = probe.sightings.all()
    taken = [(seen[timestamp] - put_at) * 1000 for timestamp, put_at in puts.items() if timestamp in seen]
    p50, p99, longest = (_rounded(percentile(taken, share)) for share in (0.5, 0.99, 1.0))
    return Measure(f"put to {probe.name}", p50, p99, longest, len(puts) - len(taken))


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 1)
