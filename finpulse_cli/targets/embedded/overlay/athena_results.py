"""What a query leaves behind, in a form that survives `finpulse down`: texts, and an end.

MiniStack keeps a result's rows as DuckDB's Python values. Most of them are no JSON (a price, a date, a time), and one
costs the whole of Athena's saved state, workgroups included. `GetQueryResults` only ever answers with texts, so the
texts are kept. A query that is at work when the emulator stops has no thread any more afterwards: it is cancelled.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from importlib import import_module
from typing import Any

STOPPED_REASON = "Query was cancelled: the emulator was stopped"
_AT_WORK = ("QUEUED", "RUNNING")


def install() -> None:
    """Wrap MiniStack's functions."""
    emulated: Any = import_module("ministack.services.athena")
    emulated._run_duckdb = _as_texts(emulated, emulated._run_duckdb)
    emulated.get_state = _without_work(emulated.get_state)
    emulated._get_workgroup = _missing_as_on_aws(emulated, emulated._get_workgroup)


def _as_texts(
    emulated: Any, original: Callable[..., Awaitable[Any]]
) -> Callable[..., Coroutine[Any, Any, dict[str, Any]]]:
    async def run(*arguments: Any) -> dict[str, Any]:
        results = await original(*arguments)
        rows = [[None if value is None else emulated._datum_text(value) for value in row] for row in results["rows"]]
        return {**results, "rows": rows}

    return run


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
