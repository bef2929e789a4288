"""What becomes of a batch after an attempt: done, tried again, split, or given up.

https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html: a batch is invoked once and then
MaximumRetryAttempts times; splitting spends no attempt; a report that gets further begins a new count.

Where AWS does not say: halves are made until one record is left, the first half is settled before the second, and
each has its own count. A report that names the first record splits behind it, so that the rest is not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.overlay.mappings.responses import Failed, Stopped, Succeeded, Verdict
from finpulse_cli.targets.embedded.overlay.mappings.rules import INFINITE, Rules

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.mappings.records import Record


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that are invoked together, and how often they have been, as this very batch."""

    records: tuple[Record, ...]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """`pending` is what is left to do, in order; `given_up` has spent its attempts; `pauses` before the same again."""

    pending: tuple[Batch, ...] = ()
    given_up: Batch | None = None
    pauses: bool = False


def after(batch: Batch, judged: Verdict, rules: Rules) -> Step:
    """Decide on a batch that has been invoked once more and judged."""
    match judged:
        case Succeeded():
            return Step()
        case Stopped(at) if at > 0:
            return Step((Batch(batch.records[at:]),))
        case Stopped() if rules.bisects and len(batch.records) > 1:
            return Step(_split(batch, 1))
        case Failed() if rules.bisects and len(batch.records) > 1:
            return Step(_split(batch, (len(batch.records) + 1) // 2))
    tried = replace(batch, attempts=batch.attempts + 1)
    if rules.retries != INFINITE and tried.attempts > rules.retries:
        return Step(given_up=tried)
    return Step((tried,), pauses=True)


def expired(batch: Batch, now: float, rules: Rules) -> int:
    """Return how many records from the first on are too old to be tried (again)."""
    if rules.max_age_seconds == INFINITE:
        return 0
    for count, record in enumerate(batch.records):
        if now - record.arrived < rules.max_age_seconds:
            return count
    return len(batch.records)


def _split(batch: Batch, at: int) -> tuple[Batch, ...]:
    return Batch(batch.records[:at]), Batch(batch.records[at:])
