"""The documented IAM policies (docs/aws): their placeholders, and what they allow as questions to ask AWS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import MissingError
from finpulse_cli.targets.aws.identity import Identity

# What the files stand for an account of one's own: docs/aws/README.md tells users to replace these.
PLACEHOLDER_ACCOUNT = "123456789012"
PLACEHOLDER_REGION = "us-east-1"
PLACEHOLDER_NAME = "finpulse"
_ANY = "any"  # what a `*` of a resource pattern stands for when a concrete resource is asked about


@dataclass(frozen=True, slots=True)
class Need:
    """Actions that must be allowed on every one of `resources`, in requests with this `context` (key -> value)."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    context: tuple[tuple[str, str], ...] = ()


def read_policy(path: Path, identity: Identity, region: str, name: str) -> dict[str, object]:
    """Read the policy file, with this account, region and stack name in it. Raises MissingError without one."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingError(f"{path} is not there", "restore it (git checkout docs/aws)") from error
    return filled(text, identity, region, name)


def filled(text: str, identity: Identity, region: str, name: str) -> dict[str, object]:
    """Parse a policy's text with its placeholders replaced."""
    return _filled(json.loads(text), identity, region, name)  # type: ignore[return-value]


def needs_of(policy: Mapping[str, object]) -> list[Need]:
    """Return what a policy allows, one Need a statement, with something concrete in the place of each `*`."""
    statements: Sequence[Mapping[str, object]] = policy["Statement"]  # type: ignore[assignment]
    return [
        Need(
            actions=tuple(_texts(statement["Action"])),
            resources=tuple(_concrete(resource) for resource in _texts(statement["Resource"])),
            context=tuple(_context(statement.get("Condition", {}))),  # type: ignore[arg-type]
        )
        for statement in statements
    ]


def _filled(node: object, identity: Identity, region: str, name: str) -> object:
    """Replace the placeholders in every text of a policy but its sids."""
    if isinstance(node, Mapping):
        return {key: value if key == "Sid" else _filled(value, identity, region, name) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(item, identity, region, name) for item in node]
    return _replaced(str(node), identity, region, name)


def _replaced(text: str, identity: Identity, region: str, name: str) -> str:
    """Replace the placeholders; ARNs get the partition too, an action such as `s3:GetObject` holds none."""
    text = text.replace("arn:aws:", f"arn:{identity.partition}:", 1).replace(PLACEHOLDER_ACCOUNT, identity.account)
    # The state bucket is shared by all stacks: its name is never the stack's.
    kept = "finpulse-state-"
    name = name.replace("-", "_") if ":glue:" in text else name  # as terraform/locals.tf names the database
    parts = [part.replace(PLACEHOLDER_NAME, name) for part in text.split(kept)]
    return kept.join(parts).replace(PLACEHOLDER_REGION, region)


def _concrete(pattern: str) -> str:
    """Return a resource that a pattern covers; `*` itself is the resource of actions that know no other."""
    return pattern if pattern == "*" else pattern.replace("*", _ANY)


def _context(condition: Mapping[str, Mapping[str, object]]) -> Iterable[tuple[str, str]]:
    """Return one value that meets each condition."""
    for wanted in condition.values():
        for key, values in wanted.items():
            yield key, _texts(values)[0].replace("*", _ANY)


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in value]  # type: ignore[attr-defined]
