"""tflocal: Terraform with its provider pointed at an emulator."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.binary import OPENTOFU, find_terraform

if TYPE_CHECKING:
    from collections.abc import Mapping


def tflocal_path() -> Path:
    """Return the tflocal of this very environment, so that no other installation on PATH is used by chance."""
    return Path(sys.executable).parent / "tflocal"


def require_tflocal() -> Path:
    """Return the path of tflocal. Raises MissingError when it is not installed beside this interpreter."""
    path = tflocal_path()
    if not path.is_file():
        raise MissingError("tflocal is not installed", f"{sys.executable} -m pip install terraform-local")
    return path


def tflocal_program() -> list[str]:
    """Return the command that runs it. Raises MissingError when it is not installed."""
    return [sys.executable, str(require_tflocal())]


def named_program(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variable that has tflocal run OpenTofu, where that is what is taken; nothing for Terraform."""
    if shutil.which(OPENTOFU.program, path=environ.get("PATH")) is None:
        return {}
    binary = find_terraform(environ)
    return {"TF_CMD": binary.path} if binary is not None and binary.edition is OPENTOFU else {}
