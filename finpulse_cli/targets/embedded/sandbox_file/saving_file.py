"""Writes a sandbox's file: what its home holds of one moment, without ports, paths and secrets."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import sources, stack_fingerprint, terraform_variables
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.root_key import root_key
from finpulse_cli.targets.embedded.sandbox_file.contents import (
    BLOBS,
    CLOCK,
    OUTPUTS,
    STATE,
    TERRAFORM,
    Contents,
    is_text,
)
from finpulse_cli.targets.embedded.sandbox_file.masks import Masks, without_secrets
from finpulse_cli.targets.embedded.sandbox_file.moment import files_of, newest_moment
from finpulse_cli.targets.embedded.sandbox_file.zip_file import write_archive
from finpulse_cli.targets.embedded.snapshot.snapshot_file import SERVICES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.targets.embedded.sandbox_file.moment import Moment

SECRET_VARIABLES = ("TF_VAR_alpha_vantage_key", "TF_VAR_finnhub_key")


def save_sandbox(home: TargetHome, port: int, environ: Mapping[str, str], to: Path, report: Report) -> Contents:
    """Write the sandbox in `home`, whose lock is held, into the file `to`. Raises CliError, OSError.

    `environ` is the user's environment: its `TF_VAR_` variables must be those that the stack was applied with.
    """
    with newest_moment(home, report) as moment:
        applied = _applied(home, environ)
        members = _members(home, port, moment)
        report(f"writing {len(members)} files of {_megabytes(members)} MB, compressed, into {to}")

        def contents(written: Mapping[str, tuple[int, str]]) -> Contents:
            made = Contents(
                emulator=ministack.REQUIREMENT,
                saved_at=moment.manifest.taken_at,
                applied_at=applied.at,
                terraform=terraform_digests(home.terraform_dir),
                variables=shared_variables(environ),
                code=applied.fingerprint.code,
                members=written,
            )
            Contents.parse(made.to_json().encode())  # what could not be loaded is not saved
            return made

        return write_archive(to, members, contents)


def terraform_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each of the project's Terraform files in a folder, by name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sources(folder)}


def shared_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a user tunes the stack with, without those that are secret."""
    return {name: value for name, value in terraform_variables(environ).items() if name not in SECRET_VARIABLES}


def _applied(home: TargetHome, environ: Mapping[str, str]) -> Applied:
    """Return what the stack was applied with. Raises FailedError where the user's variables are others."""
    applied = Applied.load(home.applied)
    now = stack_fingerprint(home.terraform_dir, {}, environ, ministack.REQUIREMENT)
    if applied is None or applied.fingerprint.configuration != now.configuration:
        raise FailedError(
            "the stack was applied with other TF_VAR_ variables, provider or emulator than those of now",
            act("set the same ones, or have the stack follow with `{}`", "up"),
        )
    return applied


def _members(home: TargetHome, port: int, moment: Moment) -> dict[str, bytes | Path]:
    ssm = json.loads((moment.checkpoint / "ssm.json").read_text(encoding="utf-8"))
    masks = Masks(ssm, root_key(home.root_key), home.lambdas, port)
    members: dict[str, bytes | Path] = {}
    for service in SERVICES:
        if (file := moment.checkpoint / f"{service}.json").exists():
            members[f"{STATE}/{file.name}"] = _masked(masks, without_secrets(service, _text(file)))
    blobs = (moment.checkpoint / "lambda-blobs").glob("*.zip")
    members |= {f"{BLOBS}/{blob.name}": blob for blob in sorted(blobs)}
    for name, file in ((TERRAFORM, home.terraform_state), (OUTPUTS, home.outputs)):
        members[name] = _masked(masks, _text(file))
    if home.clock.exists():
        members[CLOCK] = home.clock.read_bytes()
    for name, file in files_of(home, moment).items():
        members[name] = _masked(masks, _text(file)) if is_text(name) else file
    return members


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="surrogateescape")


def _masked(masks: Masks, text: str) -> bytes:
    return masks.masked(text).encode("utf-8", errors="surrogateescape")


def _megabytes(members: Mapping[str, bytes | Path]) -> str:
    size = sum(len(content) if isinstance(content, bytes) else content.stat().st_size for content in members.values())
    return f"{size / 1e6:.1f}"
