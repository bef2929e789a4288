from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.replay import run as module
from finpulse_cli.features.replay.patience import STALLED_AFTER
from finpulse_cli.features.replay.run import Replay
from finpulse_cli.features.status.lag import READ_LIMIT, Waiting
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.unit.features.replay.builders import OPENING

SHARD = "shard-0"


class Stream:
    """A stream whose consumers process `pace` records at each look; sleeping moves the clock."""

    def __init__(self, tip: int, pace: int) -> None:
        self.tip, self.pace, self.done, self.now = tip, pace, 0, OPENING

    def unprocessed(self, *_arguments: object) -> dict[str, list[Waiting]]:
        last = min(self.tip, self.done + READ_LIMIT)
        return {SHARD: [Waiting(number, OPENING) for number in range(self.done + 1, last + 1)]}

    def progress(self, *_arguments: object) -> dict[tuple[str, str], Progress]:
        self.done = min(self.tip, self.done + self.pace)
        return {(consumer, SHARD): Progress(self.done, OPENING, OPENING, self.done) for consumer in CONSUMERS}

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def replay_on(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> Replay:
    """A replay of nothing on a stream that others have filled."""
    monkeypatch.setattr(module, "unprocessed_records", stream.unprocessed)
    monkeypatch.setattr(Replay, "checkpoints", lambda _replay: stream.progress())
    nothing: Any = None
    return Replay(
        nothing,
        nothing,
        nothing,
        nothing,
        throttles=False,
        flush_lake=lambda: None,
        clock=stream.clock,
        sleep=stream.sleep,
    )


@pytest.mark.parametrize("tip", [0, 5, 2 * READ_LIMIT + 5])
def test_a_replay_waits_for_all_earlier_records_however_many(tip: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(tip, pace=4_000)
    replay_on(stream, monkeypatch)._wait_for_earlier_records()
    assert stream.done == tip


def test_consumers_that_do_not_move_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(tip=5, pace=0)
    with pytest.raises(FailedError, match="price_processor has not moved") as caught:
        replay_on(stream, monkeypatch)._wait_for_earlier_records()
    assert caught.value.next_action == "See why with: finpulse logs price_processor"
    assert stream.now - OPENING > STALLED_AFTER
