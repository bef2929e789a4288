"""One replay from the first put to the last consumer's last write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.features.replay.clocked import put_by_clock
from finpulse_cli.features.replay.disturbance import UNDISTURBED, Disturbance
from finpulse_cli.features.replay.found_anomalies import FoundAnomalies, by_feed, stored_anomalies
from finpulse_cli.features.replay.outcome import NOTHING, Outcome, Standing, read_standing
from finpulse_cli.features.replay.pace import PAGE, pages_of
from finpulse_cli.features.replay.parallel_put import ParallelPut
from finpulse_cli.features.replay.playback import Playback
from finpulse_cli.features.replay.quarantined import quarantined_records
from finpulse_cli.features.replay.stall import StallDetector
from finpulse_cli.features.replay.turns import Turns
from finpulse_cli.features.replay.watch import Screen, Watch
from finpulse_cli.stack.progress import Checkpoints, read_progress
from lambdas.shared.adapters.kinesis_stream import KinesisStream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from finpulse_cli.core.keyboard import Keys
    from finpulse_cli.features.replay.drain import Drain, SentRecord
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.controlled_clock import ControlledClock
    from finpulse_cli.stack.outputs import StackOutputs
    from lambdas.shared.domain.event import PriceEvent


@dataclass(frozen=True, slots=True)
class Finished:
    """A replay that every consumer is done with: its records, and one outcome for each run of the recording.

    `quarantined` are the records that never became events, `seconds` run from the first put to the last write. It may
    have been `ended` before all was sent.
    """

    drain: Drain
    outcomes: tuple[Outcome, ...]
    quarantined: tuple[SentRecord, ...]
    seconds: float
    ended: bool = False


@dataclass(slots=True)
class Replay:
    """A running replay; `throttles` and `flush_lake` are the target's, time comes in as `clock` and `sleep`.

    `keys` control a recording that plays at a speed. `now` is the target's clock, which puts are noted by; a recording
    that drives it is given it as `driven`.
    """

    clients: Clients
    stack: StackOutputs
    plan: Plan
    screen: Screen
    throttles: bool
    flush_lake: Callable[[], None]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    keys: Keys
    now: Callable[[], datetime]
    driven: ControlledClock | None = None
    disturbance: Disturbance = UNDISTURBED

    def run(self) -> Finished:
        """Send everything and wait until it is drained. Raises `FailedError` when the consumers stop on the way."""
        rounds = self.plan.rounds()
        before = [NOTHING if self.plan.is_new else self._standing(events) for events in rounds]
        by_id = {event.event_id: event for events in rounds for event in events}
        watch = Watch(self.checkpoints, self._anomalies, by_id, self.screen, self.clock)
        began = self.clock()
        is_ended = self._send(rounds, watch)
        self._drain(watch)
        self.disturbance.settle()
        seconds = (self.clock() - began).total_seconds()
        self.flush_lake()
        watch.show_anomalies()
        found = by_feed(watch.found)
        return Finished(
            drain=watch.drain,
            outcomes=tuple(
                Outcome(stood, self._standing(events, found)) for stood, events in zip(before, rounds, strict=True)
            ),
            quarantined=tuple(quarantined_records(self.clients.s3, self.stack.lake_bucket, watch.drain.sent)),
            seconds=seconds,
            ended=is_ended,
        )

    def checkpoints(self) -> Checkpoints:
        """Return how far the consumers have come."""
        return read_progress(self.clients.dynamodb, self.stack.tables["consumer_progress"])

    def _anomalies(self, events: Sequence[PriceEvent]) -> list[dict[str, Any]]:
        return stored_anomalies(self.clients.dynamodb, self.stack.tables["anomalies"], events)

    def _standing(self, events: Sequence[PriceEvent], found: FoundAnomalies | None = None) -> Standing:
        feeds = sorted({event.feed for event in events})
        anomalies = (
            self._anomalies(events) if found is None else [item for feed in feeds for item in found.get(feed, ())]
        )
        return read_standing(self.clients.dynamodb, self.stack.tables, events, anomalies)

    def _send(self, rounds: Sequence[Sequence[PriceEvent]], watch: Watch) -> bool:
        """Put all events; return whether somebody ended that early."""
        # a stream that refuses part of a request could let a later quote of a series pass an earlier one
        limit = 1 if self.throttles else PAGE
        stream = KinesisStream(self.clients.kinesis, self.stack.stream_name, same_series_limit=limit)
        if self.driven is not None:
            with ParallelPut(stream.put, self.now, 1) as sender:
                put_by_clock(pages_of(rounds, 1.0), self.driven, sender.put, watch)
            watch.drain.latencies_ms.clear()  # no time passed
            return False
        speed = self.plan.speed
        # events of one moment fit into one request; to cut them up would cost more than it wins
        lanes = self.disturbance.lanes if speed is None else 1
        turns = None if speed is None else Turns(Playback(speed, self.clock), self.keys, watch, self.screen)
        with ParallelPut(self.disturbance.around(stream.put), self.now, lanes) as sender:
            for page in pages_of(rounds, speed, PAGE if self.throttles else PAGE * lanes):
                if turns and not turns.wait_for(page):
                    break
                watch.drain.add(sender.send(page.events))
                watch.drain.add(self.disturbance.on_the_way(page.events))
                watch.glance()
            watch.drain.add(sender.wait())
        return turns is not None and turns.playback.is_ended

    def _drain(self, watch: Watch) -> None:
        limit = self.disturbance.stalled_after
        detector = StallDetector(self.clock, limit)
        watch.look()
        while not watch.drain.drained:
            self.sleep(watch.pause_seconds)
            watch.look()
            _raise_if_stalled(watch.drain, detector, limit)


def _raise_if_stalled(drain: Drain, detector: StallDetector, limit: timedelta) -> None:
    """Raise `FailedError` when no consumer has moved for longer than the limit."""
    if detector.is_stalled(drain.done):
        slowest = drain.slowest
        raise FailedError(
            f"{slowest} has not moved for {limit.seconds} s; {drain.left(slowest)} records are left.",
            act("See why with: {}", f"logs {slowest}"),
        )
