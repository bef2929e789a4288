"""Digests of what an installation or an apply was made from, to tell whether anything changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from finpulse_cli.stack.terraform.stage import BACKEND_FILE, LOCK_FILE, OVERRIDE_FILE, VARIABLES_FILE


def provider_fingerprint(staged: Path) -> str:
    """Digest the staged files that decide which providers are installed."""
    return _digest([*_configuration(staged), staged / LOCK_FILE], {})


def stack_fingerprint(staged: Path, zips: Iterable[Path], environ: Mapping[str, str]) -> str:
    """Digest everything that decides what the stack looks like: configuration, variables and Lambda code."""
    variables = {name: value for name, value in environ.items() if name.startswith("TF_VAR_")}
    return _digest([*_configuration(staged), staged / LOCK_FILE, staged / VARIABLES_FILE, *sorted(zips)], variables)


def _configuration(staged: Path) -> list[Path]:
    return [*(file for file in sorted(staged.glob("*.tf")) if file.name != OVERRIDE_FILE), staged / BACKEND_FILE]


def _digest(files: Iterable[Path], variables: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.name} {len(content)}\n".encode() + content)
    for name in sorted(variables):
        digest.update(f"{name} {len(variables[name])}\n{variables[name]}".encode())
    return digest.hexdigest()
