"""What CreateEventSourceMapping and UpdateEventSourceMapping refuse for a Kinesis stream, in AWS's words.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html has the ranges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.filters import PatternError, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INVALID, VALIDATION = "InvalidParameterValueException", "ValidationException"
STARTS = ("LATEST", "AT_TIMESTAMP", "TRIM_HORIZON")
_RANGES = {
    "BatchSize": (1, 10_000),
    "MaximumBatchingWindowInSeconds": (0, 300),
    "MaximumRecordAgeInSeconds": (-1, 604_800),
    "MaximumRetryAttempts": (-1, 10_000),
    "ParallelizationFactor": (1, 10),
    "TumblingWindowInSeconds": (0, 900),
}
_YOUNGEST_LIMIT = 60
_MOST_FILTERS = 10
_LONGEST_PATTERN = 4096
_DESTINATIONS = ("sqs", "sns", "s3")


class RefusedError(Exception):
    """A request that is refused; `code` is AWS's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def check_start(request: Mapping[str, Any], now: float) -> None:
    """Raise RefusedError unless the request says where to begin."""
    start, moment = request.get("StartingPosition"), request.get("StartingPositionTimestamp")
    if start is None:
        raise RefusedError(INVALID, _violated("null", "startingPosition", "Member must not be null.", quoted=False))
    if start not in STARTS:
        allowed = f"Member must satisfy enum value set: [{', '.join(STARTS)}]"
        raise RefusedError(VALIDATION, _violated(str(start), "startingPosition", allowed))
    if (start == "AT_TIMESTAMP") != (moment is not None):
        raise RefusedError(INVALID, "StartingPositionTimestamp must be specified with AT_TIMESTAMP, and only with it.")
    if moment is not None and float(moment) > now:
        raise RefusedError(INVALID, "StartingPositionTimestamp must not be in the future.")


def check_settings(request: Mapping[str, Any]) -> None:
    """Raise RefusedError unless every setting that the request names is within AWS's range."""
    for problem in _problems(request):
        raise problem


def _problems(request: Mapping[str, Any]) -> Iterator[RefusedError]:
    for name, (least, most) in _RANGES.items():
        value = request.get(name)
        if value is None:
            continue
        member = name[0].lower() + name[1:]
        if value < least:
            yield RefusedError(
                VALIDATION, _violated(value, member, f"Member must have value greater than or equal to {least}")
            )
        if value > most:
            yield RefusedError(
                VALIDATION, _violated(value, member, f"Member must have value less than or equal to {most}")
            )
    age = request.get("MaximumRecordAgeInSeconds")
    if age is not None and -1 < age < _YOUNGEST_LIMIT:
        yield RefusedError(INVALID, f"MaximumRecordAgeInSeconds must be -1 or at least {_YOUNGEST_LIMIT}.")
    if (request.get("ParallelizationFactor") or 1) > 1 and request.get("TumblingWindowInSeconds"):
        yield RefusedError(INVALID, "ParallelizationFactor and TumblingWindowInSeconds cannot be used together here.")
    types = request.get("FunctionResponseTypes") or []
    if types not in ([], ["ReportBatchItemFailures"]):
        allowed = "Member must satisfy enum value set: [ReportBatchItemFailures]"
        yield RefusedError(VALIDATION, _violated(types, "functionResponseTypes", allowed))
    yield from _destination_problems(request.get("DestinationConfig") or {})
    yield from _filter_problems((request.get("FilterCriteria") or {}).get("Filters") or [])


def _destination_problems(config: Mapping[str, Any]) -> Iterator[RefusedError]:
    if (config.get("OnSuccess") or {}).get("Destination"):
        yield RefusedError(INVALID, "Unsupported DestinationConfig parameter for given event source mapping type.")
    arn = (config.get("OnFailure") or {}).get("Destination")
    if arn and (not arn.startswith("arn:") or arn.split(":")[2] not in _DESTINATIONS or arn.endswith(".fifo")):
        yield RefusedError(INVALID, f"The destination ARN {arn} is invalid.")


def _filter_problems(filters: list[Mapping[str, Any]]) -> Iterator[RefusedError]:
    if len(filters) > _MOST_FILTERS:
        yield RefusedError(INVALID, f"Maximum number of filters is {_MOST_FILTERS}.")
    for found in filters:
        if not _is_pattern(found.get("Pattern") or ""):
            yield RefusedError(INVALID, "Invalid filter pattern definition.")


def _is_pattern(pattern: str) -> bool:
    try:
        parsed(pattern)
    except PatternError:
        return False
    return len(pattern) <= _LONGEST_PATTERN


def _violated(value: object, member: str, constraint: str, *, quoted: bool = True) -> str:
    shown = f"'{value}'" if quoted else value
    return f"1 validation error detected: Value {shown} at '{member}' failed to satisfy constraint: {constraint}"
