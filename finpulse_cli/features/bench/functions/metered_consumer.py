"""A real consumer under a meter: its handler answers with what its calls to DynamoDB consumed."""

from __future__ import annotations

import importlib
import os
from typing import Any

import botocore.handlers

_READS = ("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems")
_totals = {"calls": 0.0, "read_units": 0.0, "write_units": 0.0}


def _ask(params: dict[str, Any], model: Any, context: dict[str, Any], **_more: Any) -> None:
    context["bench_params"] = params
    if "ReturnConsumedCapacity" in model.input_shape.members:
        params["ReturnConsumedCapacity"] = "TOTAL"


def _count(parsed: dict[str, Any], model: Any, context: dict[str, Any], **_more: Any) -> None:
    consumed = parsed.get("ConsumedCapacity") or []
    units = sum(entry["CapacityUnits"] for entry in (consumed if isinstance(consumed, list) else [consumed]))
    _totals["calls"] += 1
    if model.name in _READS:
        _totals["read_units"] += units + _for_what_is_not_there(context["bench_params"], parsed)
    else:
        _totals["write_units"] += units


def _for_what_is_not_there(params: dict[str, Any], parsed: dict[str, Any]) -> float:
    """Return the units for keys without an item: AWS counts them as the smallest item, emulators for nothing.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
    """
    units = 0.0
    for table, asked in params.get("RequestItems", {}).items():
        missing = len(asked["Keys"]) - len(parsed.get("Responses", {}).get(table, []))
        units += missing * (1.0 if asked.get("ConsistentRead") else 0.5)
    return units


# every client copies these when it is made, so they come before the handler's own import
botocore.handlers.BUILTIN_HANDLERS.append(("before-parameter-build.dynamodb", _ask))
botocore.handlers.BUILTIN_HANDLERS.append(("after-call.dynamodb", _count))
_module, _, _name = os.environ["BENCH_HANDLER"].rpartition(".")
_inner = getattr(importlib.import_module(_module), _name)


def handler(event: dict[str, Any], context: object) -> dict[str, float]:
    """Process the batch, and answer with the calls and request units that it took."""
    for name in _totals:
        _totals[name] = 0.0
    _inner(event, context)
    return dict(_totals)
