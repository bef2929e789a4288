"""What pip-audit and npm audit say, read without taking silence for health. Pure.

pip-audit ends with "No known vulnerabilities found" and 0 when no index answered and it has skipped every package;
npm ends with 1 and an answer of another shape when the registry takes no questions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

BAD = ("high", "critical")  # severities of npm's for which the audit fails


class State(Enum):
    """The end of an audit."""

    OK = "ok"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """An audit's end and why."""

    state: State
    text: str


def read_pip_audit(output: str, errors: str) -> Report:
    """Read the JSON of `pip-audit --format json`; `errors` is what it said beside it."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Report(State.SKIPPED, _last_line(errors) or "it gave no report")
    skipped = [it for it in packages if "vulns" not in it]
    found = [
        f"{it['name']} {it['version']}: {vulnerability['id']}"
        for it in packages
        for vulnerability in it.get("vulns", ())
    ]
    if found:
        return Report(State.FAILED, ", ".join(found))
    if len(skipped) == len(packages):
        reason = skipped[0].get("skip_reason", "") if skipped else "it looked at no package"
        return Report(State.SKIPPED, f"no index answered for any of {len(packages)} packages: {reason}")
    names = ", ".join(it["name"] for it in skipped)
    unknown = f"; not answered for: {names}" if names else ""
    return Report(State.OK, f"{len(packages) - len(skipped)} packages without a known vulnerability{unknown}")


def read_npm_audit(output: str, errors: str) -> Report:
    """Read the JSON of `npm audit --json`; `errors` is what it said beside it."""
    try:
        answer: dict[str, Any] = json.loads(output)
        counts: dict[str, int] = answer["metadata"]["vulnerabilities"]
        packages: dict[str, dict[str, Any]] = answer["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Report(State.SKIPPED, _npm_reason(output) or _last_line(errors) or "it gave no report")
    bad = [name for name, it in packages.items() if it.get("severity") in BAD]
    if bad:
        return Report(State.FAILED, f"{' or '.join(BAD)} in {', '.join(sorted(bad))}")
    lesser = {severity: count for severity, count in counts.items() if count and severity != "total"}
    return Report(State.OK, f"lesser ones only: {lesser}" if lesser else "no known vulnerability")


def _npm_reason(output: str) -> str:
    try:
        answer = json.loads(output)
    except ValueError:
        return ""
    error = answer.get("error") if isinstance(answer, dict) else None
    told = answer.get("message") if isinstance(answer, dict) else None
    return str(told or (error.get("summary") if isinstance(error, dict) else "") or "")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
