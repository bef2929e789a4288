from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.keyboard import NoKeys
from finpulse_cli.features.replay.disturbance import Disturbance
from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.run import Replay
from finpulse_cli.features.replay.stall import STALLED_AFTER
from finpulse_cli.features.replay.watch import Watch
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.unit.features.replay.builders import OPENING

SHARD = "shard-0"


class Stream:
    """A stream whose consumers process `pace` records at each look; sleeping moves the clock."""

    def __init__(self, tip: int, pace: int) -> None:
        self.tip, self.pace, self.done, self.now = tip, pace, 0, OPENING

    def progress(self) -> dict[tuple[str, str], Progress]:
        self.done = min(self.tip, self.done + self.pace)
        return {(consumer, SHARD): Progress(self.done, OPENING, OPENING, self.done) for consumer in CONSUMERS}

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Quiet:
    """A screen that nobody looks at."""

    def moved(self, sent: int, processed: int) -> None:
        pass

    def anomaly(self, item: Any) -> None:
        pass

    def playing(self, state: str, at: str) -> None:
        pass


def draining(stream: Stream) -> tuple[Replay, Watch]:
    """A replay that has put as many records as the stream has."""
    nothing: Any = None
    by_id: Any = defaultdict(lambda: None)
    watch = Watch(stream.progress, lambda _events: [], by_id, Quiet(), stream.clock)
    watch.drain.add(SentRecord(str(number), SHARD, number, OPENING) for number in range(1, stream.tip + 1))
    replay = Replay(
        nothing,
        nothing,
        nothing,
        nothing,
        throttles=False,
        flush_lake=lambda: None,
        clock=stream.clock,
        sleep=stream.sleep,
        keys=NoKeys(stream.sleep),
        now=stream.clock,
    )
    return replay, watch


@pytest.mark.parametrize("tip", [0, 5, 20_005])
def test_a_replay_waits_until_every_consumer_is_done(tip: int) -> None:
    replay, watch = draining(Stream(tip, pace=4_000))
    replay._drain(watch)
    assert watch.drain.drained


def test_consumers_that_do_not_move_are_named() -> None:
    stream = Stream(tip=5, pace=0)
    replay, watch = draining(stream)
    with pytest.raises(FailedError, match="price_processor has not moved") as caught:
        replay._drain(watch)
    assert caught.value.next_action == "See why with: finpulse logs price_processor"
    assert stream.now - OPENING > STALLED_AFTER


def test_a_disturbed_replay_may_stand_still_for_longer() -> None:
    stream = Stream(tip=5, pace=0)
    replay, watch = draining(stream)
    replay.disturbance = Disturbance(stalled_after=5 * STALLED_AFTER)
    with pytest.raises(FailedError, match="450 s"):
        replay._drain(watch)
    assert stream.now - OPENING > 5 * STALLED_AFTER
