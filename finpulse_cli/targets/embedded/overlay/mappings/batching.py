"""Which records make the next batch.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html: a batch is sent when it has BatchSize
records, when its window has passed, or when its event would be larger than 6 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from finpulse_cli.targets.embedded.overlay.mappings.records import Record

PAYLOAD_BYTES = 6 * 1024 * 1024
_ENVELOPE_BYTES = len('{"Records": []}')


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records for the function; `through` is the last one looked at, wanted or not; None when there was none."""

    records: tuple[Record, ...]
    through: str | None
    is_full: bool


def gather(
    found: Iterable[Record], size: int, is_wanted: Callable[[Record], bool], bytes_of: Callable[[Record], int]
) -> Gathered:
    """Take records in order until the batch is full. One record is always taken, however large."""
    taken: list[Record] = []
    through = None
    used = _ENVELOPE_BYTES
    for record in found:
        if is_wanted(record):
            used += bytes_of(record)
            if taken and used > PAYLOAD_BYTES:
                return Gathered(tuple(taken), through, is_full=True)
            taken.append(record)
        through = record.sequence
        if len(taken) >= size:
            return Gathered(tuple(taken), through, is_full=True)
    return Gathered(tuple(taken), through, is_full=False)
