"""FilterCriteria: which records a function is given at all.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html: a record passes when one pattern matches; a
pattern is an EventBridge rule, with the decoded data as JSON under `data`. Data that is no JSON matches no pattern on
`data`. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html lists the comparisons.
"""

from __future__ import annotations

import base64
import json
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.targets.embedded.overlay.mappings.records import Record

_MISSING = object()
_NUMERIC: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda left, right: left == right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}
_COMPARISONS = frozenset(
    ("exists", "prefix", "suffix", "anything-but", "numeric", "equals-ignore-case", "wildcard", "cidr")
)
_SUPPORTED = _COMPARISONS - {"wildcard", "cidr"}


class PatternError(Exception):
    """A pattern that Lambda refuses."""


class _Number(str):
    """A number as it is written: AWS compares the text, so that 300 is not 300.0."""

    __slots__ = ()


def parsed(pattern: str) -> dict[str, Any]:
    """Return a pattern, checked. Raises PatternError."""
    try:
        rule = _decoded(pattern)
    except ValueError:
        raise PatternError(pattern) from None
    if not isinstance(rule, dict) or not rule:
        raise PatternError(pattern)
    _check(rule)
    return rule


def passes(record: Record, patterns: tuple[str, ...]) -> bool:
    """Return whether the function is to have the record."""
    if not patterns:
        return True
    rules = [_rule(pattern) for pattern in patterns]
    whole: dict[str, Any] = {"partitionKey": record.partition_key, "sequenceNumber": record.sequence}
    if any("data" in rule for rule in rules):
        whole |= _data(record)
    return any(_matches_all(rule, whole) for rule in rules)


@lru_cache(maxsize=256)
def _rule(pattern: str) -> dict[str, Any]:
    return parsed(pattern)


def _data(record: Record) -> dict[str, Any]:
    try:
        return {"data": _decoded(base64.b64decode(record.data).decode())}
    except ValueError:
        return {}


def _decoded(text: str) -> Any:
    return json.loads(text, parse_int=_Number, parse_float=_Number)


def _check(rule: dict[str, Any]) -> None:
    for name, wanted in rule.items():
        if name == "$or" and isinstance(wanted, list):
            branches = wanted
        elif isinstance(wanted, dict) and wanted:
            branches = [wanted]
        elif isinstance(wanted, list) and wanted:
            _check_entries(wanted)
            continue
        else:
            raise PatternError(name)
        for branch in branches:
            if not isinstance(branch, dict):
                raise PatternError(name)
            _check(branch)


def _check_entries(entries: list[Any]) -> None:
    for entry in entries:
        if isinstance(entry, list) or (isinstance(entry, dict) and (len(entry) != 1 or not entry.keys() <= _SUPPORTED)):
            raise PatternError(str(entry))
        if isinstance(entry, dict) and "numeric" in entry:
            _bounds(entry["numeric"])


def _bounds(numeric: Any) -> list[tuple[str, Decimal]]:
    if not isinstance(numeric, list) or not numeric or len(numeric) % 2:
        raise PatternError(str(numeric))
    try:
        bounds = [(numeric[place], Decimal(numeric[place + 1])) for place in range(0, len(numeric), 2)]
    except (InvalidOperation, TypeError, ValueError):
        raise PatternError(str(numeric)) from None
    if not all(operator in _NUMERIC for operator, _ in bounds):
        raise PatternError(str(numeric))
    return bounds


def _matches_all(rule: Mapping[str, Any], value: Any) -> bool:
    return all(_matches(name, wanted, value) for name, wanted in rule.items())


def _matches(name: str, wanted: Any, value: Any) -> bool:
    if name == "$or":
        return any(_matches_all(branch, value) for branch in wanted)
    found = value.get(name, _MISSING) if isinstance(value, dict) else _MISSING
    if isinstance(wanted, dict):
        candidates = found if isinstance(found, list) else [found]
        return any(_matches_all(wanted, candidate) for candidate in candidates)
    return any(_meets(entry, found) for entry in wanted)


def _meets(entry: Any, found: Any) -> bool:
    if isinstance(entry, dict) and "exists" in entry:
        return bool(entry["exists"]) == (found is not _MISSING)
    if found is _MISSING:
        return False
    values = found if isinstance(found, list) else [found]
    if isinstance(entry, dict):
        [(comparison, operand)] = entry.items()
        return any(_compares(comparison, operand, value) for value in values)
    return any(_same(entry, value) for value in values)


def _same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and left == right


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, _Number)


def _compares(comparison: str, operand: Any, value: Any) -> bool:
    if comparison == "numeric":
        return isinstance(value, _Number) and all(
            _NUMERIC[operator](Decimal(value), bound) for operator, bound in _bounds(operand)
        )
    if comparison == "anything-but":
        return not any(_excludes(excluded, value) for excluded in _listed(operand))
    if not _is_text(value):
        return False
    if comparison == "prefix":
        return bool(value.startswith(operand))
    if comparison == "suffix":
        return bool(value.endswith(operand))
    return bool(value.lower() == str(operand).lower())


def _excludes(excluded: Any, value: Any) -> bool:
    if isinstance(excluded, dict):
        return any(_compares(comparison, text, value) for comparison, text in excluded.items())
    return _same(excluded, value)


def _listed(operand: Any) -> list[Any]:
    return operand if isinstance(operand, list) else [operand]
