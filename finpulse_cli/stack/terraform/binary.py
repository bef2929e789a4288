"""The program that runs the stack's files, Terraform or OpenTofu: where it is and whether it is new enough."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

_INSTALL = (
    "install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install), or OpenTofu 1.11 or newer "
    "(https://opentofu.org/docs/intro/install), and put it on PATH"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A program that runs Terraform's language, and the first version of it that has write-only arguments."""

    program: str
    name: str
    minimum: tuple[int, ...]


TERRAFORM = Edition("terraform", "Terraform", (1, 11))
OPENTOFU = Edition("tofu", "OpenTofu", (1, 11))
EDITIONS = (TERRAFORM, OPENTOFU)
"""In the order in which they are taken; each counts its versions for itself."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A program on this machine: its path and its version as it tells it."""

    path: str
    version: str
    edition: Edition = TERRAFORM

    @property
    def is_new_enough(self) -> bool:
        """Whether it understands write-only arguments, which keep secrets out of the state."""
        return _numbers(self.version) >= self.edition.minimum


def find_terraform(environ: Mapping[str, str]) -> Binary | None:
    """Find Terraform on PATH, else OpenTofu; None when there is neither or it does not run.

    One that is too old is returned only where no other is there.
    """
    found = [binary for edition in EDITIONS if (binary := _find(edition, environ)) is not None]
    return next((binary for binary in found if binary.is_new_enough), found[0] if found else None)


def require_terraform(environ: Mapping[str, str]) -> Binary:
    """Return Terraform or OpenTofu. Raises MissingError when there is none, or one that is too old."""
    binary = find_terraform(environ)
    if binary is None:
        raise MissingError("terraform is not on PATH", _INSTALL)
    if not binary.is_new_enough:
        raise MissingError(f"{binary.edition.program} {binary.version} is too old ({binary.path})", _INSTALL)
    return binary


def _find(edition: Edition, environ: Mapping[str, str]) -> Binary | None:
    path = shutil.which(edition.program, path=environ.get("PATH"))
    if path is None:
        return None
    quiet = {name: value for name, value in environ.items() if not name.startswith("TF_")} | {"CHECKPOINT_DISABLE": "1"}
    shown = subprocess.run(  # noqa: S603 - the program that the user has on PATH
        [path, "version", "-json"], env=quiet, capture_output=True, text=True, check=False
    )
    try:
        return Binary(path, str(json.loads(shown.stdout)["terraform_version"]), edition)  # OpenTofu says it so, too
    except (ValueError, KeyError):
        return None


def _numbers(version: str) -> tuple[int, ...]:
    """Read `1.11.4-rc1` as (1, 11, 4)."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())
