"""Puts events with several requests in flight, and still in order within each series.

Every series has a lane for good, and a lane has one request in flight: the next goes out when all of the last one is
on the stream, refused records of it included. So no event can pass an earlier one of its series, whatever Kinesis
refuses of one request while another is taken. Lanes are cut by the hash that Kinesis cuts shards by, so that a shard
that is over its allowance mostly holds up its own lanes.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import md5
from typing import TYPE_CHECKING

from finpulse_cli.features.replay.drain import SentRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from types import TracebackType

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import Placed

LANES = 4


class ParallelPut:
    """Puts events by `put`, which keeps the order of what it is given and is called on several threads at once.

    Left on an error, what has not begun is not sent.
    """

    def __init__(
        self,
        put: Callable[[Sequence[PriceEvent]], Sequence[Placed]],
        clock: Callable[[], datetime],
        lanes: int = LANES,
    ) -> None:
        self._put = put
        self._clock = clock
        self._lanes = [ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"put-{number}") for number in range(lanes)]
        self._in_flight: deque[Future[list[SentRecord]]] = deque()

    def __enter__(self) -> ParallelPut:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for lane in self._lanes:
            lane.shutdown(cancel_futures=True)

    def send(self, events: Iterable[PriceEvent]) -> list[SentRecord]:
        """Begin to send events, in order; return the records of earlier ones that are through.

        It waits while more than two requests a lane are under way. Raises what `put` raised for earlier events.
        """
        by_lane: dict[int, list[PriceEvent]] = {}
        for event in events:
            by_lane.setdefault(lane_of(event.series, len(self._lanes)), []).append(event)
        for number, own in by_lane.items():
            self._in_flight.append(self._lanes[number].submit(self._place, own))
        return self.wait(most_left=2 * len(self._lanes))

    def wait(self, most_left: int = 0) -> list[SentRecord]:
        """Wait until at most `most_left` requests are under way; return the records that are through meanwhile."""
        through: list[SentRecord] = []
        while self._in_flight and (len(self._in_flight) > most_left or self._in_flight[0].done()):
            through.extend(self._in_flight.popleft().result())
        return through

    def _place(self, events: Sequence[PriceEvent]) -> list[SentRecord]:
        put_at = self._clock()
        return [
            SentRecord(placed.event_id, placed.shard_id, int(placed.sequence_number), put_at)
            for placed in self._put(events)
        ]


def lane_of(series: str, lanes: int) -> int:
    """Return the lane of a series: equal parts of the range of the MD5 hash, in which shards lie too."""
    return md5(series.encode(), usedforsecurity=False).digest()[0] * lanes >> 8
