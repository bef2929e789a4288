"""The loop that the three stream consumers share: decode, quarantine, use case, progress.

What a consumer raises returns the whole batch, so nothing here catches a dependency's failure, and every step
may run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.errors import RecordError
from lambdas.shared.log import batch_line, write_log
from lambdas.shared.wire.event_json import decode_event
from lambdas.shared.wire.kinesis_records import StreamRecord, read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import ProgressStore, QuarantineStore


@dataclass(frozen=True, slots=True)
class Consumer:
    """One consumer of the stream. `use_case` takes a batch's events and returns facts for the log line."""

    name: str
    use_case: Callable[[Sequence[PriceEvent]], Mapping[str, Any]]
    quarantine: QuarantineStore
    progress: ProgressStore
    clock: Callable[[], datetime]

    def consume(self, lambda_event: Mapping[str, Any]) -> None:
        """Processes one batch to the end, or raises so that it comes again."""
        records = read_records(lambda_event)
        if not records:
            return
        events, rejected = _decode(records)
        for record, reason in rejected:
            self.quarantine.put(self.name, record, reason)
        facts = self.use_case(events) if events else {}
        now = self.clock()
        for shard_records in _by_shard(records):
            self.progress.advance(self.name, shard_records, now)
        write_log(batch_line(self.name, now, records=len(records), quarantined=len(rejected), **facts))


def _decode(records: Sequence[StreamRecord]) -> tuple[list[PriceEvent], list[tuple[StreamRecord, str]]]:
    events: list[PriceEvent] = []
    rejected: list[tuple[StreamRecord, str]] = []
    for record in records:
        try:
            events.append(decode_event(record.data))
        except RecordError as error:
            rejected.append((record, str(error)))
    return events, rejected


def _by_shard(records: Sequence[StreamRecord]) -> list[list[StreamRecord]]:
    shards: dict[str, list[StreamRecord]] = {}
    for record in records:
        shards.setdefault(record.shard_id, []).append(record)
    return list(shards.values())
