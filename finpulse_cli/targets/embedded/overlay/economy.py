"""What the emulator computes again and again for every request, computed once.

Each piece was found by a profile of the pipeline at work, and gives the same answers as before; docs/performance.md
says what each is worth.
"""

from __future__ import annotations

import gc
import json
import time
from bisect import bisect_left
from functools import lru_cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Pure functions of texts: module, function, how many answers are kept, how long a text may be that is kept.
REMEMBERED = (
    ("services.dynamodb", "_ddb_canonicalize_number", 1 << 16, 40),
    ("services.dynamodb", "_number_error", 1 << 16, 40),
    ("services.dynamodb", "_number_size_bytes", 1 << 16, 40),
    ("services.dynamodb", "_condition_syntax_error", 1 << 10, 1 << 10),
    ("core.iam_evaluator", "parse_policy_document", 1 << 10, 1 << 14),
)
_COLLECT_AFTER = 50_000  # new containers; a request makes hundreds, and hardly any of them is in a cycle


def install() -> None:
    """Put them in the place of the emulator's own."""
    for module_name, name, size, longest in REMEMBERED:
        module: Any = import_module(f"ministack.{module_name}")
        setattr(module, name, remembered(getattr(module, name), size, longest))
    actions: Any = import_module("ministack.core.iam_actions")
    bodies = ParsedOnce()
    actions.json = bodies
    tables: Any = import_module("ministack.services.dynamodb")
    tables.json = TakenOver(bodies)
    streams: Any = import_module("ministack.services.kinesis")
    streams._expire_records = expire_records
    gc.set_threshold(_COLLECT_AFTER, 20, 100)


def remembered(function: Callable[..., Any], size: int, longest: int) -> Callable[..., Any]:
    """Return the function with its last `size` answers kept; whoever calls it must not change what it answers."""
    kept = lru_cache(size)(function)

    @wraps(function)
    def answer(value: Any, *others: str) -> Any:
        # exactly a text: what equals one (a subclass) may not be one, and what is none may not be hashable
        return kept(value, *others) if type(value) is str and len(value) <= longest else function(value, *others)

    return answer


def expire_records(stream: Mapping[str, Any]) -> None:
    """Take the place of MiniStack's, which copies each shard's records at every put and read."""
    horizon = time.time() - stream["RetentionPeriodHours"] * 3600
    for shard in stream["shards"].values():
        records = shard["records"]
        if records and records[0]["ApproximateArrivalTimestamp"] < horizon:
            kept = bisect_left(records, horizon, key=lambda record: record["ApproximateArrivalTimestamp"])
            shard["records"] = records[kept:]  # a new list: others may be reading the old one


class ParsedOnce:
    """Takes the place of `json` in a module that parses one request's body up to six times, and only reads it."""

    def __init__(self) -> None:
        self._last: tuple[Any, Any] = (None, None)

    def __getattr__(self, name: str) -> Any:
        return getattr(json, name)

    def loads(self, body: Any) -> Any:
        """Return the parsed body; the same object for the same body."""
        last, parsed = self._last
        if body is not last:
            parsed = json.loads(body)
            self._last = (body, parsed)
        return parsed

    def take(self, body: Any) -> Any:
        """Return the parsed body to somebody who may change it; nobody else is given that object again."""
        last, parsed = self._last
        self._last = (None, None)
        return parsed if body is last and body is not None else json.loads(body)


class TakenOver:
    """Takes the place of `json` in the module that works on what another one has parsed and read."""

    def __init__(self, parsed: ParsedOnce) -> None:
        self._parsed = parsed

    def __getattr__(self, name: str) -> Any:
        return getattr(json, name)

    def loads(self, body: Any) -> Any:
        """Return the parsed body, the caller's own."""
        return self._parsed.take(body)
