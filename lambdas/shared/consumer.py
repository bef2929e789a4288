"""The loop that the three stream consumers share: decode, quarantine, use case, progress.

What a consumer raises returns the whole batch, so nothing here catches a dependency's failure, and every step
may run again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lambdas.shared.log import batch_line, write_log
from lambdas.shared.wire.event_json import MAX_AHEAD, decode_record
from lambdas.shared.wire.kinesis_records import StreamRecord, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import ProgressStore, QuarantineStore


TOO_FAR_AHEAD = "timestamp lies more than five minutes after the record's arrival"


@dataclass(frozen=True, slots=True)
class Consumer:
    """One consumer of the stream. `use_case` takes a batch's events and the time; what it returns goes to the log."""

    name: str
    use_case: Callable[[Sequence[PriceEvent], datetime], Mapping[str, Any]]
    quarantine: QuarantineStore
    progress: ProgressStore
    clock: Callable[[], datetime]

    def consume(self, lambda_event: Mapping[str, Any]) -> None:
        """Process one batch to the end, or raise so that it comes again."""
        records = read_records(lambda_event)
        if not records:
            return
        batch = _decode(records)
        for record, reason in batch.rejected:
            self.quarantine.put(self.name, record, reason)
        facts = self.use_case(batch.events, self.clock()) if batch.events else {}
        now = self.clock()
        for shard_records in _by_shard(records):
            self.progress.advance(self.name, shard_records, now)
        write_log(batch_line(self.name, now, records=len(records), quarantined=len(batch.rejected), **facts))


@dataclass(frozen=True, slots=True)
class _Batch:
    """The records of a batch that can be used, and those of which something cannot, each with the reason."""

    events: list[PriceEvent] = field(default_factory=list)
    rejected: list[tuple[StreamRecord, str]] = field(default_factory=list)


def _decode(records: Sequence[StreamRecord]) -> _Batch:
    batch = _Batch()
    for record in records:
        decoded = decode_record(record.data)
        timely = [event for event in decoded.events if event.timestamp - record.arrived_at <= MAX_AHEAD]
        reasons = [*decoded.reasons, *([TOO_FAR_AHEAD] if len(timely) < len(decoded.events) else [])]
        batch.events.extend(timely)
        if reasons:
            batch.rejected.append((record, "; ".join(reasons)))
    return batch


def _by_shard(records: Sequence[StreamRecord]) -> list[list[StreamRecord]]:
    shards: dict[str, list[StreamRecord]] = {}
    for record in records:
        shards.setdefault(record.shard_id, []).append(record)
    return list(shards.values())
