"""Which of the records sent have been processed by every consumer, and how long that took."""

from __future__ import annotations

import math
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import CONSUMERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from finpulse_cli.stack.progress import Progress

MEASURED = "price_processor"  # latency is put -> live price written
JUDGE = "anomaly_detector"


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A record's place in the stream and when it was put."""

    event_id: str
    shard_id: str
    sequence_number: int
    put_at: datetime


class Drain:
    """Follows the consumers' progress over the records a replay has sent."""

    def __init__(self) -> None:
        self.sent: list[SentRecord] = []
        self.latencies_ms: list[float] = []
        self._judged: list[SentRecord] = []
        # by consumer and shard, a heap of sequence number and place in `sent`
        self._waiting: dict[str, dict[str, list[tuple[int, int]]]] = {name: {} for name in CONSUMERS}

    def add(self, records: Iterable[SentRecord]) -> None:
        """Note records that were put; requests in flight at once may come here in any order."""
        for record in records:
            for shards in self._waiting.values():
                heappush(shards.setdefault(record.shard_id, []), (record.sequence_number, len(self.sent)))
            self.sent.append(record)

    def observe(self, progress: Mapping[tuple[str, str], Progress]) -> None:
        """Take one look at the progress table, by (consumer, shard), into account."""
        for consumer, shards in self._waiting.items():
            for shard_id, waiting in shards.items():
                position = progress.get((consumer, shard_id))
                while position and waiting and waiting[0][0] <= position.sequence_number:
                    self._note(consumer, self.sent[heappop(waiting)[1]], position)

    def take_judged(self) -> list[SentRecord]:
        """Return the records that the detector has come past since this was asked last."""
        judged, self._judged = self._judged, []
        return judged

    def _note(self, consumer: str, record: SentRecord, position: Progress) -> None:
        if consumer == MEASURED:
            self.latencies_ms.append(max(0.0, (position.updated_at - record.put_at).total_seconds() * 1000))
        elif consumer == JUDGE:
            self._judged.append(record)

    def left(self, consumer: str) -> int:
        """Count the records sent that a consumer has not processed yet."""
        return sum(len(waiting) for waiting in self._waiting[consumer].values())

    @property
    def done(self) -> int:
        """Records that every consumer has processed."""
        return len(self.sent) - self.left(self.slowest)

    @property
    def drained(self) -> bool:
        """Whether every consumer has processed every record sent."""
        return self.left(self.slowest) == 0

    @property
    def slowest(self) -> str:
        """The consumer with the most left to do."""
        return max(CONSUMERS, key=self.left)


def percentile(values: list[float], share: float) -> float | None:
    """Return the nearest-rank percentile, `share` between 0 and 1; None of nothing."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
