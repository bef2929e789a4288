"""What a mapping is set to, as the poller reads it.

Names and defaults are those of https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

INFINITE = -1
DEFAULTS: Mapping[str, Any] = {
    "BatchSize": 100,
    "BisectBatchOnFunctionError": False,
    "DestinationConfig": {"OnFailure": {}},
    "FunctionResponseTypes": [],
    "MaximumBatchingWindowInSeconds": 0,
    "MaximumRecordAgeInSeconds": INFINITE,
    "MaximumRetryAttempts": INFINITE,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of one mapping; seconds where a unit is due, INFINITE for no limit, "" for no destination."""

    batch_size: int = 100
    gather_seconds: int = 0
    retries: int = INFINITE
    max_age_seconds: int = INFINITE
    bisects: bool = False
    reports_items: bool = False
    lanes: int = 1
    window_seconds: int = 0
    destination: str = ""
    patterns: tuple[str, ...] = ()

    @staticmethod
    def of(mapping: Mapping[str, Any]) -> Rules:
        """Read the settings of a mapping in the emulator's form; what it does not say has AWS's default."""
        said: dict[str, Any] = {
            name: usual if mapping.get(name) is None else mapping[name] for name, usual in DEFAULTS.items()
        }
        filters = (mapping.get("FilterCriteria") or {}).get("Filters") or []
        return Rules(
            batch_size=int(said["BatchSize"]),
            gather_seconds=int(said["MaximumBatchingWindowInSeconds"]),
            retries=int(said["MaximumRetryAttempts"]),
            max_age_seconds=int(said["MaximumRecordAgeInSeconds"]),
            bisects=bool(said["BisectBatchOnFunctionError"]),
            reports_items="ReportBatchItemFailures" in said["FunctionResponseTypes"],
            lanes=int(said["ParallelizationFactor"]),
            window_seconds=int(said["TumblingWindowInSeconds"]),
            destination=(said["DestinationConfig"].get("OnFailure") or {}).get("Destination") or "",
            patterns=tuple(found["Pattern"] for found in filters if found.get("Pattern")),
        )
