from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.features.replay.clocked import put_by_clock
from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.pace import pages_of
from tests.doubles.stepped_clock import SteppedClock
from tests.doubles.watched_replay import WatchedReplay
from tests.unit.features.replay.builders import OPENING, event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.event import PriceEvent


def test_each_moment_is_put_at_its_time_and_finished_before_the_next() -> None:
    clock, watch = SteppedClock(OPENING + timedelta(days=7)), WatchedReplay().watch(sent=0)

    def put(events: Sequence[PriceEvent]) -> list[SentRecord]:
        assert {one.ingested_at for one in events} == {one.timestamp for one in events} == {clock.now()}
        clock.done.append(f"put {len(events)}")
        return [SentRecord(one.event_id, "shard-0", number, clock.now()) for number, one in enumerate(events)]

    events = [event("AAPL", 0), event("MSFT", 0), event("AAPL", 3)]
    put_by_clock(pages_of([events], 1.0), clock, put, watch)
    assert clock.done == [
        *("set 14:30", "put 2", "step 14:30"),
        *("step 14:31", "step 14:32", "step 14:33", "put 1", "step 14:33"),
        "stop",
    ]
    assert len(watch.drain.sent) == 3
