"""AWS Lambda entry point of data_ingester."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from lambdas.data_ingester.schedule import scheduled_minute
from lambdas.data_ingester.wiring import ingester
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.log import write_log

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKING_SHARE = 0.5  # of the time Lambda grants; the rest is for a last slow answer and for the stream


class LambdaContext(Protocol):
    """The part of Lambda's context object that is used."""

    def get_remaining_time_in_millis(self) -> int:
        """Time until Lambda ends this invocation."""


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Quote every symbol that is due; raise if a later try of the same input may do better."""
    asking_ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000 * ASKING_SHARE
    use_case = ingester()
    minute = scheduled_minute(event, use_case.now())
    summary = use_case.run(minute, may_ask=lambda: time.monotonic() < asking_ends).as_dict()
    write_log({"function": "data_ingester", "minute": format_timestamp(minute), **summary})
    return summary
