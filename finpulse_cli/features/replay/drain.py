"""Which of the records sent have been processed by every consumer, and how long that took."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import CONSUMERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from finpulse_cli.stack.progress import Progress

MEASURED = "price_processor"  # latency is put -> live price written


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
        self._waiting: dict[str, dict[str, deque[SentRecord]]] = {name: {} for name in CONSUMERS}

    def add(self, records: Iterable[SentRecord]) -> None:
        """Note records that were put, later than all noted before."""
        page = sorted(records, key=lambda record: record.sequence_number)
        self.sent.extend(page)
        for shards in self._waiting.values():
            for record in page:
                shards.setdefault(record.shard_id, deque()).append(record)

    def observe(self, progress: Mapping[tuple[str, str], Progress]) -> None:
        """Take one look at the progress table, by (consumer, shard), into account."""
        for consumer, shards in self._waiting.items():
            for shard_id, waiting in shards.items():
                position = progress.get((consumer, shard_id))
                while position and waiting and waiting[0].sequence_number <= position.sequence_number:
                    record = waiting.popleft()
                    if consumer == MEASURED:
                        self._measure(record, position)

    def _measure(self, record: SentRecord, position: Progress) -> None:
        self.latencies_ms.append(max(0.0, (position.updated_at - record.put_at).total_seconds() * 1000))

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
