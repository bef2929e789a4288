"""What a query leaves behind survives `finpulse down`: its result is texts already, and it has an end.

A query that is at work when the emulator stops has no thread any more afterwards: it is cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

STOPPED_REASON = "Query was cancelled: the emulator was stopped"
_AT_WORK = ("QUEUED", "RUNNING")


def install() -> None:
    """Wrap MiniStack's functions."""
    emulated: Any = import_module("ministack.services.athena")
    emulated.get_state = _without_work(emulated.get_state)
    emulated._get_workgroup = _missing_as_on_aws(emulated, emulated._get_workgroup)


def _without_work(original: Callable[[], Any]) -> Callable[[], Any]:
    def state() -> Any:
        copy = original()
        for execution in copy["_executions"]._data.values():
            status = execution["Status"]
            if status["State"] in _AT_WORK:
                ended = status["SubmissionDateTime"]
                status |= {"State": "CANCELLED", "StateChangeReason": STOPPED_REASON, "CompletionDateTime": ended}
        return copy

    return state


def _missing_as_on_aws(emulated: Any, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap GetWorkGroup: by AWS's own words, and by no others, Terraform knows that a workgroup is gone."""

    def get_workgroup(data: Mapping[str, Any]) -> Any:
        name = data.get("WorkGroup")
        if emulated._workgroups.get(name):
            return original(data)
        return emulated.error_response_json("InvalidRequestException", f"WorkGroup {name} is not found.", 400)

    return get_workgroup
