"""The loop that the three stream consumers share: decode, quarantine, use case, progress.

What a consumer raises returns the whole batch, so nothing here catches a dependency's failure, and every step
may run again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.outcome import Outcome
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
    """One consumer of the stream.

    `use_case` takes a batch's events and the time; what it returns goes to the log, and the records of events that it
    refused (`Outcome.refused`) to quarantine.
    """

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
        self.quarantine.keep(self.name, batch.rejected)
        facts = self.use_case(batch.events, self.clock()) if batch.events else {}
        refused = _refused(batch, facts)
        self.quarantine.keep(self.name, refused)
        now = self.clock()
        for shard_records in _by_shard(records):
            self.progress.advance(self.name, shard_records, now)
        quarantined = len(batch.rejected) + len(refused)
        write_log(batch_line(self.name, now, records=len(records), quarantined=quarantined, **facts))


@dataclass(frozen=True, slots=True)
class _Batch:
    """The events of a batch, each with its record, and the records of which something is none, with the reason."""

    events: list[PriceEvent] = field(default_factory=list)
    records: list[StreamRecord] = field(default_factory=list)
    rejected: list[tuple[StreamRecord, str]] = field(default_factory=list)


def _decode(records: Sequence[StreamRecord]) -> _Batch:
    batch = _Batch()
    for record in records:
        decoded = decode_record(record.data)
        reasons = list(decoded.reasons)
        for event in decoded.events:
            if event.timestamp > record.arrived_at and event.timestamp - record.arrived_at > MAX_AHEAD:
                reasons.append(TOO_FAR_AHEAD)
                continue
            batch.events.append(event)
            batch.records.append(record)
        if reasons:
            batch.rejected.append((record, "; ".join(dict.fromkeys(reasons))))
    return batch


def _refused(batch: _Batch, facts: Mapping[str, Any]) -> list[tuple[StreamRecord, str]]:
    """Return the records of events that the use case could not take, each once, with the reasons."""
    if not isinstance(facts, Outcome) or not facts.refused:
        return []
    reasons: dict[int, list[str]] = {}
    for place, event in enumerate(batch.events):
        if event.event_id in facts.refused:
            reasons.setdefault(id(batch.records[place]), []).append(facts.refused[event.event_id])
    by_id = {id(record): record for record in batch.records}
    return [(by_id[which], "; ".join(dict.fromkeys(given))) for which, given in reasons.items()]


def _by_shard(records: Sequence[StreamRecord]) -> list[list[StreamRecord]]:
    shards: dict[str, list[StreamRecord]] = {}
    for record in records:
        shards.setdefault(record.shard_id, []).append(record)
    return list(shards.values())
