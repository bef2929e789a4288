"""What a changed file is part of: a function's code, Terraform, the page, or nothing that runs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from finpulse_cli.core.paths import Project


@dataclass(frozen=True, slots=True)
class ChangedParts:
    """`code` are files of functions, `terraform` those of the stack; the page's own server sees to the page."""

    code: frozenset[Path]
    terraform: frozenset[Path]

    def __or__(self, other: ChangedParts) -> ChangedParts:
        """Return both together."""
        return ChangedParts(self.code | other.code, self.terraform | other.terraform)

    def __bool__(self) -> bool:
        """Tell whether anything is to be done."""
        return bool(self.code or self.terraform)


NOTHING = ChangedParts(frozenset(), frozenset())


def changed_parts(paths: Iterable[Path], project: Project) -> ChangedParts:
    """Sort changed files; what an editor, Python or Terraform keeps beside them leads to nothing."""
    code, terraform = set(), set()
    for path in paths:
        if path.is_relative_to(project.lambdas_dir) and _is_code(path.relative_to(project.lambdas_dir)):
            code.add(path)
        elif path.parent == project.terraform_dir and _is_terraform(path.name):
            terraform.add(path)
    return ChangedParts(frozenset(code), frozenset(terraform))


def functions_with(code: Iterable[Path], files: Mapping[str, frozenset[Path]]) -> list[str]:
    """Return the functions that have one of these files; `files` has every function's, by its name."""
    changed = set(code)
    return sorted(name for name, own in files.items() if changed & own)


def _is_code(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not hidden and not path.name.endswith(("~", ".pyc", ".tmp", ".swp"))


def _is_terraform(name: str) -> bool:
    return not name.startswith(".") and name.endswith(".tf")
