"""Records for tests, and a mapping's whole way with a batch, without an emulator."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.overlay.mappings.attempts import Batch, after
from finpulse_cli.targets.embedded.overlay.mappings.records import Record, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from finpulse_cli.targets.embedded.overlay.mappings.responses import Verdict
    from finpulse_cli.targets.embedded.overlay.mappings.rules import Rules

SOURCE = Source(
    "arn:aws:kinesis:us-east-1:000000000000:stream/quotes",
    "shardId-000000000000",
    "us-east-1",
    "arn:aws:iam::000000000000:role/reader",
)
NOON = 1_764_244_800.0  # 2025-11-27T12:00:00Z


def record(number: int, data: bytes = b"{}", key: str = "AAPL", arrived: float = NOON) -> Record:
    """Make one record; its sequence number is `number`."""
    return Record(str(number), key, base64.b64encode(data).decode(), arrived)


def records(numbers: Iterable[int]) -> tuple[Record, ...]:
    """Make records with these sequence numbers."""
    return tuple(record(number) for number in numbers)


def settle(
    batch: Sequence[Record], rules: Rules, judge: Callable[[Sequence[Record]], Verdict]
) -> tuple[list[list[int]], list[Batch]]:
    """Settle a batch as a lane does; the sequence numbers of each invocation in order, and what was given up."""
    pending: tuple[Batch, ...] = (Batch(tuple(batch)),)
    calls, given_up = [], []
    while pending:
        first, rest = pending[0], pending[1:]
        calls.append([it.number for it in first.records])
        step = after(first, judge(first.records), rules)
        given_up += [step.given_up] if step.given_up else []
        pending = step.pending + rest
    return calls, given_up
