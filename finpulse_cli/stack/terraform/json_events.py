"""Terraform's machine-readable output (`-json`), one line at a time, as typed events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PlanReady:
    """The plan is made: `total` steps will follow (a replacement is two, delete and create)."""

    total: int


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan does to one resource. `action` is create, update, delete or replace."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The apply went through with `total` steps."""

    total: int


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The state of one resource was compared with what the target has."""

    address: str


@dataclass(frozen=True, slots=True)
class Started:
    """Work on one resource began. `action` is create, update or delete."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Work on one resource ended well, `seconds` (whole) after it began."""

    address: str
    action: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Work on one resource ended in an error; a Diagnostic says why."""

    address: str


@dataclass(frozen=True, slots=True)
class Outputs:
    """Values of the outputs after an apply, by name."""

    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An error or a warning. `address` is empty when it concerns no single resource."""

    severity: str
    summary: str
    detail: str
    address: str


Event = PlanReady | Planned | Applied | Refreshed | Started | Finished | Failed | Outputs | Diagnostic


def steps_of(changes: Iterable[Planned]) -> int:
    """Count the steps of a plan, as in PlanReady."""
    return sum(2 if change.action == "replace" else 1 for change in changes)


def parse(line: str) -> Event | None:
    """Parse one line of output; None for what is of no interest and for text that is not JSON."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    if not isinstance(message, dict):
        return None
    kind = message.get("type")
    if kind == "diagnostic":
        return _diagnostic(message.get("diagnostic", {}))
    if kind == "change_summary":
        return _summary(message.get("changes", {}))
    if kind == "planned_change":
        return _planned(message.get("change", {}))
    if kind == "outputs":
        return _outputs(message.get("outputs", {}))
    return _resource_event(kind, message.get("hook", {}))


def _resource_event(kind: object, hook: Mapping[str, Any]) -> Event | None:
    """Return an event about one resource. Reading a data source is no step of the plan and no event."""
    address, action = str(hook.get("resource", {}).get("addr", "")), str(hook.get("action", ""))
    if kind == "refresh_complete":
        return Refreshed(address)
    if action not in ("create", "update", "delete"):
        return None
    if kind == "apply_start":
        return Started(address, action)
    if kind == "apply_complete":
        return Finished(address, action, int(hook.get("elapsed_seconds", 0)))
    return Failed(address) if kind == "apply_errored" else None


def _planned(change: Mapping[str, Any]) -> Event | None:
    """Return a change that the plan makes; reading a data source or moving an address is none."""
    action = str(change.get("action", ""))
    if action not in ("create", "update", "delete", "replace"):
        return None
    return Planned(str(change.get("resource", {}).get("addr", "")), action)


def _summary(changes: Mapping[str, Any]) -> Event | None:
    total = sum(int(changes.get(kind, 0)) for kind in ("add", "change", "remove"))
    match changes.get("operation"):
        case "plan":
            return PlanReady(total)
        case "apply" | "destroy":
            return Applied(total)
        case _:
            return None


def _outputs(outputs: Mapping[str, Any]) -> Outputs | None:
    """Return the outputs once they have values: Terraform lists them when planned without, when applied with them."""
    if any("value" not in output and not output.get("sensitive") for output in outputs.values()):
        return None
    return Outputs({name: output.get("value") for name, output in outputs.items()})


def _diagnostic(fields: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        severity=str(fields.get("severity", "error")),
        summary=str(fields.get("summary", "")).strip(),
        detail=str(fields.get("detail", "")).strip(),
        address=str(fields.get("address", "")),
    )
