"""Whether a query may be looked at, asked as AWS asks: by the workgroup that it runs in.

A request about a query names its id only. MiniStack asks for the right to all of Athena then, so a role that is let
into one workgroup, as it should be, would see none of its own queries.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def install() -> None:
    """Wrap MiniStack's function."""
    actions: Any = import_module("ministack.core.iam_actions")
    emulated: Any = import_module("ministack.services.athena")
    actions.extract_resource_arn = _by_workgroup(emulated, actions.extract_resource_arn)


def _by_workgroup(emulated: Any, original: Callable[..., str]) -> Callable[..., str]:
    def resource(service: str, method: str, path: str, headers: Any, body: bytes, *rest: Any) -> str:
        found = original(service, method, path, headers, body, *rest)
        if service != "athena" or found != "*":
            return found
        execution = emulated._executions.get(_query_id(body))
        return emulated._arn_workgroup(execution["WorkGroup"]) if execution else found

    return resource


def _query_id(body: bytes) -> str:
    """Return the id in the request; "" without one."""
    try:
        content = json.loads(body)
    except ValueError:
        return ""
    return str(content.get("QueryExecutionId", "")) if isinstance(content, dict) else ""
