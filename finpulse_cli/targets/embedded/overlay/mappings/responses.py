"""What a function's answer says about the batch it was given.

https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html: with ReportBatchItemFailures
the lowest sequence number that is reported is where the next attempt begins; an answer that is no valid report fails
the whole batch. AWS documents neither a list of another type nor a mix of valid and unknown numbers; both fail here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finpulse_cli.targets.embedded.overlay.mappings.records import Record


@dataclass(frozen=True, slots=True)
class Succeeded:
    """Every record is done."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The whole batch failed: in the function (`error`), or by a report that is not valid."""

    error: str | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Records before index `at` are done, those from it on are not."""

    at: int


Verdict = Succeeded | Failed | Stopped


def verdict(answer: Any, records: Sequence[Record], *, reports_items: bool) -> Verdict:
    """Judge the answer (decoded JSON) of an invocation that ended without an error."""
    if not reports_items or not isinstance(answer, dict):
        return Succeeded()
    reported = answer.get("batchItemFailures")
    if not reported:
        return Succeeded()
    if not isinstance(reported, list):
        return Failed()
    places = {record.sequence: place for place, record in enumerate(records)}
    found = [places.get(_identifier(entry)) for entry in reported]
    if None in found:
        return Failed()
    return Stopped(min(place for place in found if place is not None))


def _identifier(entry: Any) -> str:
    named = entry.get("itemIdentifier") if isinstance(entry, dict) else None
    return named if isinstance(named, str) else ""
