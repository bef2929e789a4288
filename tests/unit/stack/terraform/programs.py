"""A terraform of the tests' own on PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def path_with(folder: Path, script: str, rest: str = "/usr/bin:/bin") -> dict[str, str]:
    """Return an environment whose PATH has a `terraform` that is this shell script."""
    program = folder / "terraform"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:{rest}"}
