"""AWS Lambda entry point of data_ingester."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from lambdas.data_ingester.schedule import scheduled_minute
from lambdas.data_ingester.wiring import asking, ingester
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
    run, use_case = asking(), ingester()
    run.begin(context.get_remaining_time_in_millis() / 1000 * ASKING_SHARE)
    minute = scheduled_minute(event, use_case.now())
    try:
        summary = use_case.run(minute, run.may_ask).as_dict()
    finally:
        for line in run.metric_lines(use_case.now()):
            write_log(line)
    write_log({"function": "data_ingester", "minute": format_timestamp(minute), **summary})
    return summary
