"""Digests of what an installation or an apply was made from, to tell whether anything changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.stack.terraform.stage import BACKEND_FILE, LOCK_FILE, OVERRIDE_FILE, VARIABLES_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class StackFingerprint:
    """What decides how a stack looks: a digest of its configuration, and one of each function's zip by its name."""

    configuration: str
    code: Mapping[str, str]

    def changed_code(self, before: StackFingerprint) -> list[str] | None:
        """Return the functions of which nothing but the code differs from `before`; None where anything else does."""
        if self.configuration != before.configuration or self.code.keys() != before.code.keys():
            return None
        return [name for name, digest in self.code.items() if digest != before.code[name]]


def sources_fingerprint(folder: Path) -> str:
    """Digest the Terraform files of a folder, the project's own or a staged one."""
    return _digest(sources(folder), {})


def provider_fingerprint(staged: Path) -> str:
    """Digest the staged files that decide which providers are installed."""
    return _digest([*_configuration(staged), staged / LOCK_FILE], {})


def stack_fingerprint(
    staged: Path, zips: Mapping[str, Path], environ: Mapping[str, str], engine: str
) -> StackFingerprint:
    """Digest what decides how the stack looks: files and variables, what serves it (`engine`), and the Lambda code.

    `zips` are the functions' by name; of the user's environment only Terraform's variables count. Terraform's lock file
    does not: `init` writes it, also where the plan is then refused, and what stands was made by the provider before.
    """
    variables = terraform_variables(environ)
    files = [*_configuration(staged), staged / VARIABLES_FILE]
    code = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in sorted(zips.items())}
    return StackFingerprint(_digest(files, variables | {"engine": engine}), code)


def _configuration(staged: Path) -> list[Path]:
    return [*sources(staged), staged / BACKEND_FILE]


def terraform_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what of a user's environment is Terraform's; an empty variable counts as not set."""
    return {name: value for name, value in environ.items() if name.startswith("TF_VAR_") and value}


def sources(folder: Path) -> list[Path]:
    """Return the Terraform files of a folder, without those that FinPulse or tflocal puts there."""
    return [file for file in sorted(folder.glob("*.tf")) if file.name != OVERRIDE_FILE]


def _digest(files: Iterable[Path], variables: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.name} {len(content)}\n".encode() + content)
    for name in sorted(variables):
        digest.update(f"{name} {len(variables[name])}\n{variables[name]}".encode())
    return digest.hexdigest()
