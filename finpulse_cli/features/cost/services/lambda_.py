"""Lambda: invocations, and memory times the time they work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import COLD_START_SECONDS, COLD_STARTS_PER_DAY
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import DAY, MONTH
from finpulse_cli.features.cost.work import busy, invocations_per_second

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow
    from finpulse_cli.features.cost.stack import Function

DAYS = Decimal(MONTH) / DAY


def lambda_(flow: Flow) -> list[Usage]:
    """Return the requests and GB-seconds of every function, and the initialisation of cold starts."""
    declared = flow.stack.functions
    requests = [Usage("lambda-request", name, invocations_per_second(name, flow) * MONTH) for name in declared]
    work = [
        Usage(_processor(function), name, busy(name, flow) * MONTH * _gigabytes(function))
        for name, function in declared.items()
    ]
    return [*requests, *work, *_cold_starts(flow)]


def _cold_starts(flow: Flow) -> list[Usage]:
    gigabytes = {"lambda-x86": Decimal(0), "lambda-arm": Decimal(0)}
    for function in flow.stack.functions.values():
        gigabytes[_processor(function)] += _gigabytes(function)
    starts = COLD_STARTS_PER_DAY * DAYS
    return [Usage(price, "cold starts", starts * COLD_START_SECONDS * memory) for price, memory in gigabytes.items()]


def _processor(function: Function) -> str:
    return "lambda-arm" if function.arm else "lambda-x86"


def _gigabytes(function: Function) -> Decimal:
    return Decimal(function.memory_mb) / 1024
