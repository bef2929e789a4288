"""The terraform program itself: where it is and whether it is new enough."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from finpulse_cli.core.errors import MissingError

MINIMUM = (1, 11)
_INSTALL = "install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install) and put it on PATH"


@dataclass(frozen=True, slots=True)
class Binary:
    """A terraform program: its path and its version as it tells it."""

    path: str
    version: str

    @property
    def is_new_enough(self) -> bool:
        """Whether it understands write-only arguments, which keep secrets out of the state."""
        return _numbers(self.version) >= MINIMUM


def find_terraform(environ: Mapping[str, str]) -> Binary | None:
    """Find the terraform on PATH; None when there is none or it does not run."""
    path = shutil.which("terraform", path=environ.get("PATH"))
    if path is None:
        return None
    quiet = {name: value for name, value in environ.items() if not name.startswith("TF_")} | {"CHECKPOINT_DISABLE": "1"}
    shown = subprocess.run(  # noqa: S603 - the terraform that the user has on PATH
        [path, "version", "-json"], env=quiet, capture_output=True, text=True, check=False
    )
    try:
        return Binary(path, str(json.loads(shown.stdout)["terraform_version"]))
    except (ValueError, KeyError):
        return None


def require_terraform(environ: Mapping[str, str]) -> Binary:
    """Return the terraform on PATH. Raises MissingError when there is none, or one that is too old."""
    binary = find_terraform(environ)
    if binary is None:
        raise MissingError("terraform is not on PATH", _INSTALL)
    if not binary.is_new_enough:
        raise MissingError(f"terraform {binary.version} is too old ({binary.path})", _INSTALL)
    return binary


def _numbers(version: str) -> tuple[int, ...]:
    """Read `1.11.4-rc1` as (1, 11, 4)."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())
